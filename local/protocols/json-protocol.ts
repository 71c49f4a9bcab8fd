import type { Cloud, ServiceName } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { encodeEvent, encodeException } from "./event-stream.ts";
import { type Exchange, send } from "./exchange.ts";
import { callWithFaults } from "./faulty-call.ts";
import { queryErrorCode } from "./query/error-code.ts";

/** What an operation answers whose output is a stream of events: each has one member, named for its type. */
export interface StreamingOutput {
  readonly responseStream: AsyncIterable<Readonly<Record<string, object>>>;
}

/** Answers one request in AWS's JSON protocol 1.0 or 1.1. */
export async function handleJson(
  cloud: Cloud,
  exchange: Exchange,
  { service, operation }: { readonly service: ServiceName; readonly operation: string },
  body: Buffer,
): Promise<void> {
  if (!cloud.has(service, operation)) await cloud.call(service, operation);
  const input = parseInput(body);
  const output = await callWithFaults(cloud, service, operation, () =>
    cloud.call<object | undefined>(service, operation, input, contextOf(exchange)),
  );
  if (output && "responseStream" in output) await stream(exchange, output as StreamingOutput);
  else send(exchange, 200, contentTypeOf(exchange), JSON.stringify(output ?? {}));
}

/** Answers with an error as the JSON protocols do. */
export function sendJsonError(
  exchange: Exchange,
  service: ServiceName | undefined,
  error: ServiceError,
): void {
  const { code, message, details, statusCode } = error;
  const queryCode = service === "sqs" || service === "monitoring" ? queryErrorCode(service, code) : undefined;
  // SQS alone tells the namespace of its errors, and clients' tests look for it.
  const type = service === "sqs" ? `com.amazonaws.sqs#${code}` : code;
  send(exchange, statusCode, contentTypeOf(exchange), JSON.stringify({ ...details, __type: type, message }), {
    "x-amzn-errortype": type,
    ...(queryCode !== undefined && {
      "x-amzn-query-error": `${queryCode};${statusCode >= 500 ? "Receiver" : "Sender"}`,
    }),
  });
}

/** @throws ServiceError `SerializationException` */
export function parseInput(body: Buffer): object {
  if (body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(body.toString("utf8"));
  } catch {
    throw new ServiceError("SerializationException", "The request body is not valid JSON.");
  }
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new ServiceError("SerializationException", "The request body is not a JSON object.");
  return input;
}

/** Calls may want to know where they came in, as queue URLs do, and which trace they belong to. */
export function contextOf({ request }: Exchange): { endpoint: string; traceId?: string } {
  const traceId = request.headers["x-amzn-trace-id"]?.toString();
  return {
    endpoint: `http://${request.headers.host ?? "localhost"}`,
    ...(traceId !== undefined && { traceId }),
  };
}

function contentTypeOf({ request }: Exchange): string {
  const type = request.headers["content-type"];
  return type?.startsWith("application/x-amz-json-1.0")
    ? "application/x-amz-json-1.0"
    : "application/x-amz-json-1.1";
}

async function stream({ response, requestId }: Exchange, { responseStream }: StreamingOutput): Promise<void> {
  response.writeHead(200, {
    "x-amzn-requestid": requestId,
    "content-type": "application/vnd.amazon.eventstream",
  });
  response.write(encodeEvent("initial-response", {}));
  const events = responseStream[Symbol.asyncIterator]();
  response.once("close", () => void events.return?.());
  try {
    for (let next = await events.next(); !next.done && !response.destroyed; next = await events.next())
      for (const [type, payload] of Object.entries(next.value)) response.write(encodeEvent(type, payload));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    response.write(encodeException(error.code, error.message));
  }
  response.end();
}
