import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud, ServiceName } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { type Exchange, send } from "./exchange.ts";
import { CutConnection, callWithFaults } from "./faulty-call.ts";
import { contextOf, handleJson, sendJsonError } from "./json-protocol.ts";
import { isLambdaPath } from "./lambda-path.ts";
import { handleLambda, sendLambdaError } from "./lambda-protocol.ts";
import { errorDocument, handleQuery, queryOperation } from "./query/query-protocol.ts";
import { readBody } from "./request-body.ts";
import { checkScope, readSignature } from "./signature.ts";
import { parseTarget, signedService } from "./target.ts";

type Protocol = "json" | "query" | "lambda";

/** A batch of 1 MB can be several times as long in JSON, whose escapes take up to six bytes for one. */
const LONGEST_LOGS_BODY = 10_485_760;
/** A synchronous invocation's payload; a little more, so that Lambda itself can refuse a longer one. */
const LONGEST_LAMBDA_BODY = 8_388_608;
/** Messages of 1 MB can be as much longer; SQS itself refuses longer messages by their size. */
const LONGEST_MESSAGES_BODY = 8_388_608;
const LONGEST_BODY = 2_097_152;
/** What is read and thrown away of a body that was refused, so that its sender gets to see the answer. */
const LONGEST_DISCARD = 67_108_864;

/** Answers the requests of AWS clients, whichever protocol they speak. */
export async function handleAws(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const exchange: Exchange = { request, response, url, requestId: randomUUID() };
  const protocol = protocolOf(request, url);
  let service: ServiceName | undefined;
  try {
    if (!protocol)
      throw new ServiceError(
        "UnknownOperationException",
        `${request.method} ${url.pathname.slice(0, 256)} is no request that this cloud knows.`,
        { statusCode: 404 },
      );
    const signature = readSignature(request.headers, url);
    service = signedService(signature.service);
    const target = protocol === "json" ? targetOf(request) : undefined;
    service = target?.service ?? (protocol === "lambda" ? "lambda" : service);
    if (!service)
      throw new ServiceError(
        "UnknownOperationException",
        `The local cloud does not have the service '${signature.service.slice(0, 64)}'.`,
      );
    checkScope(signature, cloud.region, service);
    const body = await readBody(request, longestBody(service));
    if (target) await handleJson(cloud, exchange, target, body);
    else if (protocol === "lambda") await handleLambda(cloud, exchange, body);
    else await answerQuery(cloud, exchange, service, body);
  } catch (error) {
    if (error instanceof CutConnection) {
      request.socket.destroy();
      return;
    }
    answerError(exchange, protocol ?? "json", service, asServiceError(error));
    discard(request);
  }
}

function protocolOf({ headers, method }: IncomingMessage, url: URL): Protocol | undefined {
  if (headers["x-amz-target"] !== undefined) return "json";
  if (isLambdaPath(url.pathname)) return "lambda";
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "query";
  if ((method === "GET" || method === "POST") && url.searchParams.has("Action")) return "query";
  return headers["content-type"]?.startsWith("application/x-amz-json") ? "json" : undefined;
}

function targetOf({ headers }: IncomingMessage): { service: ServiceName; operation: string } {
  const text = String(headers["x-amz-target"] ?? "");
  const target = parseTarget(text);
  if (target) return target;
  throw new ServiceError(
    "UnknownOperationException",
    `X-Amz-Target '${text.slice(0, 256)}' names no operation that this cloud knows.`,
  );
}

function longestBody(service: ServiceName): number {
  if (service === "logs") return LONGEST_LOGS_BODY;
  if (service === "sqs" || service === "sns") return LONGEST_MESSAGES_BODY;
  return service === "lambda" ? LONGEST_LAMBDA_BODY : LONGEST_BODY;
}

async function answerQuery(
  cloud: Cloud,
  exchange: Exchange,
  service: ServiceName,
  body: Buffer,
): Promise<void> {
  const { url, requestId } = exchange;
  const operation = queryOperation({ body, url }) ?? "";
  const answer = await callWithFaults(cloud, service, operation, () =>
    handleQuery(cloud, { service, body, url, requestId, context: contextOf(exchange) }),
  );
  send(exchange, answer.status, answer.contentType, answer.body);
}

function answerError(
  exchange: Exchange,
  protocol: Protocol,
  service: ServiceName | undefined,
  error: ServiceError,
): void {
  if (protocol === "lambda") sendLambdaError(exchange, error);
  else if (protocol === "json") sendJsonError(exchange, service, error);
  else {
    const { status, contentType, body } = errorDocument(
      { service: service ?? "sts", requestId: exchange.requestId },
      withQueryCode(error),
    );
    send(exchange, status, contentType, body);
  }
}

const QUERY_CODES: Readonly<Record<string, string>> = {
  InvalidSignatureException: "SignatureDoesNotMatch",
  IncompleteSignatureException: "IncompleteSignature",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
};

function withQueryCode(error: ServiceError): ServiceError {
  const code = QUERY_CODES[error.code];
  return code === undefined ? error : new ServiceError(code, error.message, { statusCode: error.statusCode });
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError(
    "InternalFailure",
    `The local cloud failed: ${error instanceof Error ? error.message : error}`,
    {
      statusCode: 500,
    },
  );
}

function discard(request: IncomingMessage): void {
  if (request.complete) return;
  let left = LONGEST_DISCARD;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.socket.destroy();
  });
  request.on("error", () => {});
  request.resume();
}
