import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { globalRegionOf } from "../kernel/arn.ts";
import type { Cloud, CloudService } from "../kernel/cloud.ts";
import { ServiceError } from "../kernel/service-error.ts";
import { cborProtocol, isRpcV2Path } from "./cbor/cbor-protocol.ts";
import type { Exchange } from "./exchange.ts";
import { CutConnection, callWithFaults } from "./faulty-call.ts";
import { jsonProtocol } from "./json.ts";
import type { Protocol } from "./protocol.ts";
import { queryProtocol } from "./query/query-protocol.ts";
import { readBody } from "./request-body.ts";
import { checkScope, isSigned, readSignature } from "./signature.ts";

/** The protocols of services that speak REST; each is loaded at its first request. */
const REST: Readonly<Record<string, () => Promise<Protocol>>> = {
  "rest-json": async () => (await import("./rest/rest-json.ts")).restJsonProtocol,
  "rest-xml": async () => (await import("./rest/rest-xml.ts")).restXmlProtocol,
};
/** Bytes of a body, for services that do not say otherwise. */
const LONGEST_BODY = 2_097_152;
/** What is read and thrown away of a body that was refused, so that its sender gets to see the answer. */
const LONGEST_DISCARD = 67_108_864;
/** Codes that the query protocol has for what is wrong with a signature. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  InvalidSignatureException: "SignatureDoesNotMatch",
  IncompleteSignatureException: "IncompleteSignature",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
};

/** Answers the requests of AWS clients, whichever protocol they speak. */
export async function handleAws(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const exchange: Exchange = { request, response, url, requestId: randomUUID() };
  let protocol = rpcProtocolOf(request, url);
  let service: CloudService | undefined;
  try {
    const signed = isSigned(request.headers, url);
    const opened = signed ? undefined : await openedService(cloud, exchange);
    if (!protocol && !signed && !opened) throw unknownRequest(exchange);
    // What somebody has put there may not act as a page of the cloud's own.
    if (isOfBrowser(request)) response.setHeader("content-security-policy", "sandbox allow-downloads");
    service = opened ?? (signed ? undefined : await linkedService(cloud, exchange));
    if (!service) {
      const signature = readSignature(request.headers, url);
      service = await cloud.service(signature.service);
      if (!service) throw unknownService(signature.service);
      // Clients that are told an address sign for their own region all the same.
      const elsewhere = service.global && signature.region === globalRegionOf(cloud.region);
      checkScope(
        signature,
        elsewhere ? globalRegionOf(cloud.region) : cloud.region,
        await serviceMeant(cloud, exchange, service),
      );
    }
    protocol ??= await REST[service.model.protocol]?.();
    if (!protocol) throw unknownRequest(exchange);
    const body = await readBody(request, service.bodyLimit ?? LONGEST_BODY, service.keepsEncoding);
    await answer(cloud, exchange, { service, protocol, body });
  } catch (error) {
    if (error instanceof CutConnection) {
      request.socket.destroy();
      return;
    }
    const failure = asServiceError(error);
    const shown = protocol === queryProtocol ? withQueryCode(failure) : failure;
    (protocol ?? jsonProtocol).sendError(exchange, service, shown);
    discard(request);
  }
}

async function answer(
  cloud: Cloud,
  exchange: Exchange,
  {
    service,
    protocol,
    body,
  }: { readonly service: CloudService; readonly protocol: Protocol; readonly body: Buffer },
): Promise<void> {
  const { operation, input } = protocol.read(exchange, service, body);
  // Faults are not for what the cloud does not have.
  if (!(await cloud.has(service.signedAs, operation))) await cloud.call(service.signedAs, operation);
  const output = await callWithFaults(cloud, service, operation, () =>
    cloud.call<object | undefined>(service.signedAs, operation, input, contextOf(exchange)),
  );
  await protocol.send(exchange, service, operation, output ?? {});
}

/** The protocol of a request that names its operation itself; undefined for a REST request. */
function rpcProtocolOf({ headers, method }: IncomingMessage, url: URL): Protocol | undefined {
  if (headers["x-amz-target"] !== undefined) return jsonProtocol;
  if (method === "POST" && isRpcV2Path(url.pathname)) return cborProtocol;
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return queryProtocol;
  if ((method === "GET" || method === "POST") && url.searchParams.has("Action")) return queryProtocol;
  return headers["content-type"]?.startsWith("application/x-amz-json") ? jsonProtocol : undefined;
}

/** The name of the service that a request's target is of, when that is not the one that it is signed for. */
async function serviceMeant(cloud: Cloud, { request, url }: Exchange, signed: CloudService): Promise<string> {
  const [, path] = /^\/service\/(\w+)\/operation\//.exec(url.pathname) ?? [];
  const target = request.headers["x-amz-target"]?.toString().split(".")[0] ?? path;
  if (target === undefined || target === signed.model.target) return signed.signedAs;
  for (const name of cloud.serviceNames)
    if ((await cloud.service(name))?.model.target === target) return name;
  return signed.signedAs;
}

/** The service of a link such as those in SNS's messages, which are followed without a signature. */
async function linkedService(cloud: Cloud, { request, url }: Exchange): Promise<CloudService | undefined> {
  const action = request.method === "GET" ? url.searchParams.get("Action") : null;
  if (action === null) return undefined;
  for (const name of cloud.serviceNames) {
    const service = await cloud.service(name);
    if (service?.links?.includes(action)) return service;
  }
  return undefined;
}

const isOfBrowser = ({ headers }: IncomingMessage): boolean => headers.accept?.includes("text/html") === true;

/** The service of an object that somebody opens in a browser, such as a report by the link in its message. */
async function openedService(cloud: Cloud, { request, url }: Exchange): Promise<CloudService | undefined> {
  const isObject = /^\/[^/]+\/./.test(url.pathname) && url.search === "";
  return request.method === "GET" && isObject && isOfBrowser(request) ? cloud.service("s3") : undefined;
}

/** Calls may want to know where they came in, as queue URLs do, and which trace they belong to. */
function contextOf({ request, requestId }: Exchange): {
  requestId: string;
  endpoint: string;
  traceId?: string;
} {
  const traceId = request.headers["x-amzn-trace-id"]?.toString();
  return {
    requestId,
    endpoint: `http://${request.headers.host ?? "localhost"}`,
    ...(traceId !== undefined && { traceId }),
  };
}

function unknownRequest({ request, url }: Exchange): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    `${request.method} ${url.pathname.slice(0, 256)} is no request that this cloud knows.`,
    { statusCode: 404 },
  );
}

function unknownService(name: string): ServiceError {
  return new ServiceError(
    "UnknownOperationException",
    `The local cloud does not have the service '${name.slice(0, 64)}'.`,
  );
}

function withQueryCode(error: ServiceError): ServiceError {
  const code = QUERY_CODES[error.code];
  return code === undefined ? error : new ServiceError(code, error.message, { statusCode: error.statusCode });
}

function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  const message = `The local cloud failed: ${error instanceof Error ? error.message : error}`;
  return new ServiceError("InternalFailure", message, { statusCode: 500 });
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
