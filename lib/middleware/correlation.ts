import { reportInternal } from "../logger/internal-channel.ts";
import { missing } from "../optional-package.ts";
import { path, recordId } from "./batch-record.ts";

type Members = Readonly<Record<string, unknown>>;

/** Finds the id under which an event belongs together with others. Must not throw; what is no text is ignored. */
export type CorrelationFunction = (event: unknown, context: unknown) => unknown;

/** Where the correlation id comes from: a name of {@link CORRELATION_PRESETS}, a JMESPath expression, or a function. */
export type CorrelationSource = CorrelationPreset | CorrelationFunction | (string & {});

/** Name of a preset. */
export type CorrelationPreset = keyof typeof CORRELATION_PRESETS;

/**
 * Ids that the usual event sources carry: a correlation id of the sender where it set one (the header `X-Correlation-Id`, the
 * attribute or member `correlationId`), else the source's own. Of a batch the first record's is taken; {@link withRecord} gives each
 * record its own.
 */
export const CORRELATION_PRESETS = {
  apiGatewayRest: (event) => header(event, "x-correlation-id") ?? path(event, "requestContext", "requestId"),
  apiGatewayHttp: (event) => header(event, "x-correlation-id") ?? path(event, "requestContext", "requestId"),
  alb: (event) => header(event, "x-correlation-id") ?? header(event, "x-amzn-trace-id"),
  functionUrl: (event) => header(event, "x-correlation-id") ?? path(event, "requestContext", "requestId"),
  vpcLattice: (event) => header(event, "x-correlation-id") ?? header(event, "x-amzn-trace-id"),
  appSync: (event) => {
    // A batch resolver gets a list.
    const request = path(Array.isArray(event) ? event[0] : event, "request");
    return (
      header(request, "x-correlation-id") ??
      header(request, "x-amzn-requestid") ??
      header(request, "x-amzn-trace-id")
    );
  },
  s3ObjectLambda: (event) => path(event, "xAmzRequestId"),
  s3: (event) => recordId(path(event, "Records", 0)),
  kinesis: (event) => recordId(path(event, "Records", 0)),
  dynamoDb: (event) => recordId(path(event, "Records", 0)),
  /** Where the state's input has the context object: `"Payload.$": "$$"`, or that as `Context` beside the input. */
  stepFunctions: (event) =>
    path(event, "Execution", "Id") ??
    path(event, "Context", "Execution", "Id") ??
    path(event, "context", "Execution", "Id"),
  eventBridge: (event) => path(event, "detail", "correlationId") ?? path(event, "id"),
  sqs: (event) => recordId(path(event, "Records", 0)),
  sns: (event) => recordId(path(event, "Records", 0)),
} as const satisfies Record<string, CorrelationFunction>;

/** Makes one function of a source; an expression is compiled by a library that is loaded for it alone. */
export interface Correlation {
  /** The function, once there is one. */
  find: CorrelationFunction | undefined;
  /** Settles when `find` is there; undefined if it is there already. */
  readonly ready: Promise<void> | undefined;
}

export function correlation(source: CorrelationSource | undefined): Correlation | undefined {
  if (source === undefined) return undefined;
  if (typeof source === "function") return { find: source, ready: undefined };
  if (Object.hasOwn(CORRELATION_PRESETS, source)) {
    return { find: CORRELATION_PRESETS[source as CorrelationPreset], ready: undefined };
  }
  const result: { find: CorrelationFunction | undefined; ready: Promise<void> } = {
    find: undefined,
    ready: import("@aws-lambda-powertools/jmespath")
      .catch(missing("@aws-lambda-powertools/jmespath", "A JMESPath expression as correlationId"))
      .then(({ search }) => {
        result.find = expressionFunction(source, (event) => search(source, event as never));
        // A mistake in the expression shows without an event; that types do not fit may be the empty event's fault.
        result.find({}, undefined);
      }),
  };
  // The failure is met by whoever awaits it; without an invocation nobody does.
  result.ready.catch(() => {});
  return result;
}

/** Searches events; the first time that the expression cannot be used it says so. */
function expressionFunction(expression: string, search: (event: unknown) => unknown): CorrelationFunction {
  let isTold = false;
  return (event) => {
    try {
      return search(event);
    } catch (cause) {
      const isEmpty = typeof event === "object" && event !== null && Object.keys(event).length === 0;
      if (!isTold && !(isEmpty && (cause as Error).name === "JMESPathTypeError")) {
        isTold = true;
        const message = `correlationId ${JSON.stringify(expression)} cannot be used: ${(cause as Error).message}`;
        reportInternal({ code: "correlation-expression", message });
      }
      return undefined;
    }
  };
}

/** Calls a correlation function; undefined if it throws or finds no text or number. */
export function correlationId(
  find: CorrelationFunction,
  event: unknown,
  context: unknown,
): string | undefined {
  try {
    const id = find(event, context);
    if (typeof id === "string" && id !== "") return id;
    return typeof id === "number" ? String(id) : undefined;
  } catch {
    return undefined;
  }
}

function header(event: unknown, name: string): unknown {
  return headerIn(path(event, "headers"), name) ?? headerIn(path(event, "multiValueHeaders"), name);
}

function headerIn(headers: unknown, name: string): unknown {
  if (typeof headers !== "object" || headers === null) return undefined;
  for (const key of Object.keys(headers)) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    const value = (headers as Members)[key];
    return Array.isArray(value) ? value[0] : value;
  }
  return undefined;
}
