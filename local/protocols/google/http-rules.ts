import { GoogleError } from "../../kernel/google/google-error.ts";
import type { FieldType, MessageType, ProtoTypes } from "../../kernel/google/proto/proto-types.ts";
import { camelCase } from "../../kernel/google/proto/read-json.ts";

/** One way to call a method by HTTP. */
interface Binding {
  readonly method: string;
  readonly verb: string;
  readonly path: RegExp;
  /** Members of the request that the path's groups give, in order. */
  readonly parameters: readonly string[];
  readonly body: string | undefined;
}

/** A call that an address means. */
export interface RestCall {
  readonly method: string;
  readonly hasBody: boolean;
  /** The request of what the address and the body say; where both say something, the path is right. */
  request(body: object): object;
}

/** Parameters that all of Google's APIs take; they make no difference here. @see https://cloud.google.com/apis/docs/system-parameters */
const SYSTEM_PARAMETERS = new Set(
  [
    ["alt", "callback", "fields", "key", "prettyPrint", "quotaUser", "userIp", "access_token", "oauth_token"],
    ["uploadType", "upload_protocol", "upload_id", "xgafv"],
  ].flat(),
);

/**
 * The methods of an API by their HTTP rules (`google.api.http`).
 *
 * @see https://google.aip.dev/127
 */
export class HttpRules {
  readonly #types: ProtoTypes;
  readonly #bindings: readonly Binding[];

  constructor(types: ProtoTypes) {
    this.#types = types;
    this.#bindings = [...types.methods].flatMap(([method, { http }]) =>
      http.map(([verb, template, body]) => ({ method, verb, body, ...pathOf(template) })),
    );
  }

  /** The call that an address means; undefined when it is none. @throws GoogleError */
  find(verb: string, url: URL): RestCall | undefined {
    for (const { method, verb: wanted, path, parameters, body } of this.#bindings) {
      const match = wanted === verb ? path.exec(url.pathname) : null;
      if (!match) continue;
      if (this.#types.methods.get(method)!.streams?.includes("request"))
        throw new GoogleError("UNIMPLEMENTED", `${method} streams in both directions: use gRPC.`);
      const named = parameters.map((name, index) => [name.split("."), decoded(match[index + 1]!)] as const);
      const query = queryParameters(url, this.#types.request(method));
      return {
        method,
        hasBody: body !== undefined,
        request(json) {
          const own = body === "*" ? json : body === undefined ? {} : { [camelCase(body)]: json };
          const request: Record<string, unknown> = { ...query, ...own };
          for (const [member, value] of named) put(request, member, value);
          return request;
        },
      };
    }
    return undefined;
  }
}

/** `*` is one segment, `**` are some; a variable stands for its pattern. */
function pathOf(template: string): Pick<Binding, "path" | "parameters"> {
  const parameters: string[] = [];
  const source = template.replace(
    /\{([\w.]+)(?:=([^}]+))?\}|\*\*|\*|[.+?^$()|[\]\\]/g,
    (text, name: string | undefined, pattern = "*") => {
      if (name === undefined) return text.startsWith("*") ? segments(text) : `\\${text}`;
      parameters.push(camelCase(name));
      return `(${(pattern as string).replace(/\*\*|\*/g, segments)})`;
    },
  );
  return { path: new RegExp(`^${source}$`), parameters };
}

function segments(stars: string): string {
  return stars === "**" ? ".+" : "[^/]+";
}

/** A slash inside a name is encoded there and stays so, and some clients encode it twice. */
function decoded(text: string): string {
  try {
    return text.replace(/%252f/gi, "%2F").split(/%2f/i).map(decodeURIComponent).join("%2F");
  } catch {
    throw new GoogleError("INVALID_ARGUMENT", `The path's ${text.slice(0, 200)} is not URL-encoded.`);
  }
}

/** Members of members have their names joined by dots; those of lists come several times. */
function queryParameters({ searchParams }: URL, message: MessageType): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const name of new Set(searchParams.keys())) {
    if (SYSTEM_PARAMETERS.has(name.replace(/^\$\.?/, ""))) continue;
    const path = name.split(".");
    const repeated = fieldAt(message, path)?.repeated;
    put(parameters, path, repeated ? searchParams.getAll(name) : searchParams.get(name));
  }
  return parameters;
}

function fieldAt(message: MessageType, [part = "", ...inner]: readonly string[]): FieldType | undefined {
  const field = message.fields.get(part) ?? message.fields.get(camelCase(part));
  if (inner.length === 0 || !field) return field;
  return field.type.kind === "message" ? fieldAt(field.type.message, inner) : undefined;
}

function put(into: Record<string, unknown>, [part = "", ...inner]: readonly string[], value: unknown): void {
  if (inner.length === 0) {
    into[part] = value;
    return;
  }
  const present = Object.hasOwn(into, part) ? into[part] : undefined;
  const member =
    typeof present === "object" && present !== null ? { ...(present as Record<string, unknown>) } : {};
  into[part] = member;
  put(member, inner, value);
}
