import type { IncomingMessage, ServerResponse } from "node:http";
import type { HeaderSource, HttpLoggingOptions, RequestFacts } from "./options.ts";
import { RequestLog } from "./request-log.ts";
import { HttpSettings } from "./settings.ts";

/** A request of `node:http` or of `node:http2`'s compatible form. */
export type NodeRequest = IncomingMessage;
/** A response of `node:http` or of `node:http2`'s compatible form. */
export type NodeResponse = ServerResponse;

const LOG = Symbol.for("cumulog.http.request");
/** Statuses whose responses have no body, whatever is written. @see https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1 */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);
type Followed = NodeRequest & { [LOG]?: RequestLog; originalUrl?: string };

class NodeFacts implements RequestFacts {
  readonly method: string;
  readonly target: string;
  readonly headers: NodeRequest["headers"];
  readonly remoteAddress: string | undefined;

  constructor(request: Followed) {
    this.method = request.method ?? "GET";
    this.target = request.originalUrl ?? request.url ?? "/";
    this.headers = request.headers;
    this.remoteAddress = request.socket?.remoteAddress;
  }
}

/** The log of a request that is followed. */
export function requestLogOf(request: object): RequestLog | undefined {
  return (request as Followed)[LOG];
}

/** What a framework can tell at the end of a request. */
export type AtEnd = (log: RequestLog) => void;

/**
 * Follows a request to the last byte of its response or its abort. One that is followed already is not counted again.
 *
 * Listeners run in the context of whoever emits, which for a socket is no request at all: what the request and the response
 * emit is emitted in the request's context, so that body parsers and listeners need not be bound.
 */
export function followRequest(
  settings: HttpSettings,
  request: NodeRequest,
  response: NodeResponse,
  atEnd?: AtEnd,
): RequestLog {
  const known = requestLogOf(request);
  if (known !== undefined) return known;
  const log = new RequestLog(settings, new NodeFacts(request));
  (request as Followed)[LOG] = log;
  if (settings.responseIdHeader !== undefined && !response.headersSent)
    response.setHeader(settings.responseIdHeader, log.requestId);
  followBodies(log, request, response);

  const end = (isWhole: boolean): void => {
    const failure: unknown = response.errored;
    if (failure && !isAbort(failure)) log.fail(failure);
    atEnd?.(log);
    if (request.method === "HEAD" || BODILESS.has(response.statusCode)) log.responseBytes = 0;
    // A copy, made only for those who want it.
    const headers = settings.pickResponseHeaders === undefined ? undefined : response.getHeaders();
    const status = isWhole || response.headersSent ? response.statusCode : undefined;
    log.end(status, !isWhole, headers as HeaderSource | undefined);
  };
  response.once("finish", () => end(true));
  response.once("close", () => end(response.writableFinished));
  return log;
}

/** That the other side is gone is no failure of ours. */
function isAbort(failure: unknown): boolean {
  const { code } = failure as { code?: unknown };
  return (
    code === "ECONNRESET" || code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ABORT_ERR"
  );
}

function followBodies(log: RequestLog, request: NodeRequest, response: NodeResponse): void {
  const counts = request.headers["content-length"] === undefined;
  const { emit } = request;
  request.emit = function (event: string | symbol, ...values: unknown[]) {
    if (counts && event === "data") log.requestBytes += bytesOf(values[0], undefined);
    return log.run(() => emit.call(this, event, ...values));
  };
  const { emit: emitOfResponse, write, end } = response;
  response.emit = function (event: string | symbol, ...values: unknown[]) {
    return log.run(() => emitOfResponse.call(this, event, ...values));
  };
  // HTTP/2's `end` calls `write`.
  let isEnding = false;
  response.write = function (chunk: unknown, ...rest: unknown[]) {
    if (!isEnding) log.responseBytes += bytesOf(chunk, rest[0]);
    return (write as (...values: unknown[]) => boolean).call(this, chunk, ...rest);
  };
  response.end = function (chunk?: unknown, ...rest: unknown[]) {
    if (!isEnding) log.responseBytes += bytesOf(chunk, rest[0]);
    isEnding = true;
    return (end as (...values: unknown[]) => typeof response).call(this, chunk, ...rest);
  };
}

function bytesOf(chunk: unknown, encoding: unknown): number {
  if (typeof chunk === "string")
    return Buffer.byteLength(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  return ArrayBuffer.isView(chunk) ? chunk.byteLength : 0;
}

/**
 * Logging for `node:http` and what takes its middlewares (Express, Connect, Polka): one record a request, and the request's id
 * and trace in every record that is logged below it.
 *
 * ```ts
 * const logging = httpLogging();
 * createServer((request, response) => logging(request, response, () => response.end("done")));
 * ```
 *
 * @throws InvalidHttpLoggingOptionError
 */
export function httpLogging(
  options?: HttpLoggingOptions,
): (request: NodeRequest, response: NodeResponse, next: () => void) => void {
  const settings = new HttpSettings(options);
  return (request, response, next) => followRequest(settings, request, response).run(next);
}
