import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { isLoopbackHost } from "../../protocols/loopback.ts";

/** A request that the page's API does not answer. */
export class RequestRefusedError extends Error {
  override readonly name = "RequestRefusedError";
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Refuses what another web site could send through the reader's browser: a host name that is not this machine's
 * (DNS rebinding), another origin, and changes that are not JSON, which browsers send across origins without asking.
 *
 * @throws RequestRefusedError
 */
export function guardRequest(request: IncomingMessage): void {
  const host = request.headers.host ?? "";
  if (!isLoopbackHost(host) && !isOwnAddress(host, request.socket.localAddress))
    throw new RequestRefusedError(403, `The host "${host}" is refused: use 127.0.0.1 or localhost.`);
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new RequestRefusedError(403, `Requests from ${origin} are refused.`);
  // A link on another site may lead here; its scripts and frames may not.
  const { "sec-fetch-site": site, "sec-fetch-mode": mode } = request.headers;
  if (site === "cross-site" && !(mode === "navigate" && request.method === "GET"))
    throw new RequestRefusedError(403, "Requests from other sites are refused.");
  const changes = request.method !== "GET" && request.method !== "HEAD";
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  if (changes && type.trim().toLowerCase() !== "application/json")
    throw new RequestRefusedError(415, "Expected the content type application/json.");
}

/** With `--host`, the page is reached by the address of the machine; a name could be anybody's. */
function isOwnAddress(host: string, localAddress: string | undefined): boolean {
  const name = URL.parse(`http://${host}`)?.hostname.replace(/^\[|\]$/g, "") ?? "";
  return isIP(name) !== 0 && name === localAddress?.replace(/^::ffff:/, "");
}
