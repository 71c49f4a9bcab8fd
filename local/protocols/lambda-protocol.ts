import type { Cloud } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { type Exchange, send } from "./exchange.ts";
import { callWithFaults } from "./faulty-call.ts";
import { contextOf, parseInput } from "./json-protocol.ts";
import { parseLambdaPath } from "./lambda-path.ts";

interface InvokeOutput {
  readonly StatusCode: number;
  readonly RequestId?: string;
  readonly Payload?: string;
  readonly FunctionError?: string;
  readonly ExecutedVersion?: string;
  readonly LogResult?: string;
}

const CREATED = new Set([
  "CreateFunction",
  "PublishVersion",
  "CreateAlias",
  "AddPermission",
  "PublishLayerVersion",
]);

const WITHOUT_CONTENT = new Set(["RemovePermission", "TagResource", "UntagResource"]);

/** Answers one request in Lambda's REST protocol. */
export async function handleLambda(cloud: Cloud, exchange: Exchange, body: Buffer): Promise<void> {
  const { request, url } = exchange;
  const found = parseLambdaPath(request.method ?? "GET", url);
  if (!found || !cloud.has("lambda", found.operation))
    throw new ServiceError(
      "UnknownOperationException",
      `The local cloud does not have the operation lambda:${found?.operation ?? `${request.method} ${url.pathname}`}.`,
      { statusCode: 404 },
    );
  const { operation, input } = found;
  const full =
    operation === "Invoke"
      ? { ...input, ...invokeMembers(exchange, body) }
      : { ...parseInput(body), ...input };
  const output = await callWithFaults(cloud, "lambda", operation, () =>
    cloud.call<object | undefined>("lambda", operation, full, contextOf(exchange)),
  );
  if (operation === "Invoke") sendInvocation(exchange, output as InvokeOutput);
  else if (operation.startsWith("Delete") || WITHOUT_CONTENT.has(operation))
    send(exchange, 204, JSON_TYPE, "");
  else send(exchange, CREATED.has(operation) ? 201 : 200, JSON_TYPE, JSON.stringify(output ?? {}));
}

/** Answers with an error as Lambda does. */
export function sendLambdaError(
  exchange: Exchange,
  { code, message, details, statusCode }: ServiceError,
): void {
  const type = statusCode >= 500 ? "Service" : "User";
  send(
    exchange,
    statusCode,
    JSON_TYPE,
    JSON.stringify({ ...details, Type: type, message, Message: message }),
    {
      "x-amzn-errortype": code,
    },
  );
}

const JSON_TYPE = "application/json";

function invokeMembers({ request }: Exchange, body: Buffer): Record<string, unknown> {
  const header = (name: string): string | undefined => request.headers[name]?.toString();
  return {
    Payload: body.toString("utf8"),
    InvocationType: header("x-amz-invocation-type") ?? "RequestResponse",
    LogType: header("x-amz-log-type") ?? "None",
    ...(header("x-amz-client-context") !== undefined && { ClientContext: header("x-amz-client-context") }),
    ...(header("x-amzn-trace-id") !== undefined && { TraceId: header("x-amzn-trace-id") }),
  };
}

function sendInvocation(exchange: Exchange, output: InvokeOutput): void {
  const { StatusCode, Payload = "", FunctionError, ExecutedVersion, LogResult, RequestId } = output;
  send({ ...exchange, requestId: RequestId ?? exchange.requestId }, StatusCode, JSON_TYPE, Payload, {
    ...(FunctionError !== undefined && { "x-amz-function-error": FunctionError }),
    ...(ExecutedVersion !== undefined && { "x-amz-executed-version": ExecutedVersion }),
    ...(LogResult !== undefined && { "x-amz-log-result": LogResult }),
  });
}
