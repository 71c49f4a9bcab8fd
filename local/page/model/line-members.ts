import type { LogLine } from "../../control/lines/log-line.ts";
import { narrowedPattern } from "./filter-pattern.ts";
import { parseObject } from "./log-line.ts";

/** One member of a line, with what leads on from it. */
export interface LineMember {
  /** Such as `http.status`. */
  readonly name: string;
  readonly value: string;
  /** Filter pattern that also asks for this value; undefined when patterns cannot say that. */
  readonly narrowed: string | undefined;
  /** Pattern of every line that has this id, when it is one of a request or trace. */
  readonly request: string | undefined;
}

const MOST_MEMBERS = 200;
const DEEPEST = 4;
/** Names of ids of requests and traces, in any spelling, such as `requestId`, `trace_id`, `xray_trace_id`, `logging.googleapis.com/trace`. */
const ID_NAME =
  /(^|[._/-])(aws|function|x-?amzn-?|x-?)?_?-?(request|trace|correlation|xray_?trace)([_-]?id)?$/i;
/** Ids of requests in the text of a line: UUIDs, and those of X-Ray. */
const ID_IN_TEXT = /\b([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|1-[0-9a-f]{8}-[0-9a-f]{24})\b/i;
const LEAST_ID = 6;

/** The members of a line of JSON, nested ones by their path; of text, the id of its request if it has one. */
export function membersOf({ message }: LogLine, pattern: string): readonly LineMember[] {
  const document = message.startsWith("{") ? parseObject(message) : undefined;
  if (document === undefined) {
    const id = ID_IN_TEXT.exec(message)?.[1];
    return id === undefined
      ? []
      : [{ name: "id in the text", value: id, narrowed: undefined, request: quoted(id) }];
  }
  return [...flat(document, [])].slice(0, MOST_MEMBERS).map(({ path, value }) => ({
    name: path.join("."),
    value: typeof value === "string" ? value : JSON.stringify(value),
    narrowed: isScalar(value) ? narrowedPattern(pattern, path, value) : undefined,
    request: requestOf(path.at(-1)!, value),
  }));
}

function* flat(
  document: object,
  path: readonly string[],
): Generator<{ readonly path: readonly string[]; readonly value: unknown }> {
  for (const [name, value] of Object.entries(document)) {
    const own = [...path, name];
    const isNested = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isNested && own.length < DEEPEST && Object.keys(value).length > 0) yield* flat(value, own);
    else yield { path: own, value };
  }
}

type Scalar = string | number | boolean | null;

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function requestOf(name: string, value: unknown): string | undefined {
  if (typeof value !== "string" || !ID_NAME.test(name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")))
    return undefined;
  // Cloud Logging's trace is a resource name, and X-Ray's header has several parts.
  const id = /(?:Root=)?([^/=;]+)$/.exec(value.split(";")[0]!)?.[1] ?? value;
  return id.length < LEAST_ID ? undefined : quoted(id);
}

const quoted = (id: string): string => JSON.stringify(id);
