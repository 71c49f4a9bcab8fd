import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isLoopbackHost } from "./loopback.ts";

export interface RequestGuardOptions {
  /** Names, without a port, under which other machines may reach the cloud. @default loopback's own */
  readonly allowedHosts?: readonly string[];
  /** Origins of one's own web applications, for example `"http://localhost:5173"`. @default none */
  readonly allowedOrigins?: readonly string[];
}

/** Why a request is not answered. */
export interface Refusal {
  readonly statusCode: 400 | 403 | 415;
  readonly message: string;
}

/** What a page may send anywhere without asking first. https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  "",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
]);

/** Operations of the query protocol that change nothing, and the two links in SNS's messages. */
const HARMLESS_ACTION = /^(Get|List|Describe|Head)|^(ConfirmSubscription|Unsubscribe)$/;

/**
 * Keeps web pages away from a cloud that runs code: stands before every route, AWS's, Google's and its own alike.
 * Refused are names that are not this machine's (a foreign name may resolve to it: DNS rebinding), other origins, and
 * whatever a browser sends across origins without asking first, unless it only reads.
 *
 * https://fetch.spec.whatwg.org/#http-origin https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export class RequestGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** @throws RangeError when an allowed origin is none */
  constructor({ allowedHosts = [], allowedOrigins = [] }: RequestGuardOptions = {}) {
    this.#hosts = new Set(allowedHosts.map((name) => name.toLowerCase()));
    this.#origins = new Set(allowedOrigins.map(originOf));
  }

  /** @returns undefined when the request may go on to the routes */
  refusal(request: IncomingMessage, url: URL): Refusal | undefined {
    const { host = "", origin } = request.headers;
    if (countOf(request, "host") > 1)
      return { statusCode: 400, message: "A request has one Host header, this one has several." };
    if (!this.#isOwnHost(host, request.socket.localAddress))
      return {
        statusCode: 403,
        message: `The host "${host.slice(0, 256)}" is refused: use 127.0.0.1 or localhost, or allow the name with --allow-host.`,
      };
    if (this.allows(origin)) return undefined;
    if (countOf(request, "origin") > 1 || (origin !== undefined && origin !== `http://${host}`))
      return {
        statusCode: 403,
        message: `Requests of the web page ${String(origin).slice(0, 256)} are refused; a web application of your own is allowed with --allow-origin.`,
      };
    const site = request.headers["sec-fetch-site"];
    if (site !== undefined && site !== "same-origin" && site !== "none" && !opensPage(request, url))
      return { statusCode: 403, message: "Requests of other web pages are refused." };
    return needsNoPreflight(request) ? simpleRefusal(request, url) : undefined;
  }

  /** Whether an `Origin` is that of a web application that was allowed by name. */
  allows(origin: string | undefined): origin is string {
    return origin !== undefined && this.#origins.has(origin);
  }

  /** A name could be anybody's; an address that a request came to is this machine's. */
  #isOwnHost(host: string, localAddress: string | undefined): boolean {
    if (isLoopbackHost(host)) return true;
    const name = URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, "") ?? "";
    return this.#hosts.has(name) || (isIP(name) !== 0 && name === localAddress?.replace(/^::ffff:/, ""));
  }
}

function originOf(text: string): string {
  const origin = URL.parse(text)?.origin;
  if (origin !== undefined && origin !== "null" && text.replace(/\/$/, "") === origin) return origin;
  throw new RangeError(`allowed origin "${text}": expected for example "http://localhost:5173"`);
}

function countOf({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length;
}

/** A link on another site may lead to the page. */
function opensPage({ method, headers }: IncomingMessage, { pathname, search }: URL): boolean {
  return method === "GET" && headers["sec-fetch-mode"] === "navigate" && pathname === "/" && search === "";
}

/** Headers that a page may not set without asking first tell a client apart from it; a presigned query does not. */
function needsNoPreflight({ method, headers }: IncomingMessage): boolean {
  if (method !== "GET" && method !== "HEAD" && method !== "POST") return false;
  if (headers.authorization !== undefined) return false;
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  return (
    SIMPLE_TYPES.has(type.trim().toLowerCase()) &&
    !Object.keys(headers).some((name) => name.startsWith("x-amz-"))
  );
}

function simpleRefusal({ method }: IncomingMessage, { searchParams }: URL): Refusal | undefined {
  if (method === "POST")
    return {
      statusCode: 415,
      message:
        "A web page could have sent this: expected an Authorization or X-Amz-* header, or the content type application/json.",
    };
  const actions = searchParams.getAll("Action");
  if (actions.every((action) => HARMLESS_ACTION.test(action))) return undefined;
  return {
    statusCode: 403,
    message: "A web page could have sent this: what changes something needs an Authorization header.",
  };
}
