import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "::1"]);

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
  if (!isOwnHost(hostNameOf(`http://${host}`), request.socket.localAddress))
    throw new RequestRefusedError(403, `The host "${host}" is refused: use 127.0.0.1 or localhost.`);
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`)
    throw new RequestRefusedError(403, `Requests from ${origin} are refused.`);
  if (request.headers["sec-fetch-site"] === "cross-site")
    throw new RequestRefusedError(403, "Requests from other sites are refused.");
  const changes = request.method !== "GET" && request.method !== "HEAD";
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  if (changes && type.trim().toLowerCase() !== "application/json")
    throw new RequestRefusedError(415, "Expected the content type application/json.");
}

/** With `--host`, the page is reached by the address of the machine; a name could be anybody's. */
function isOwnHost(name: string | undefined, localAddress: string | undefined): boolean {
  if (name === undefined) return false;
  return LOOPBACK_NAMES.has(name) || (isIP(name) !== 0 && name === localAddress?.replace(/^::ffff:/, ""));
}

function hostNameOf(address: string): string | undefined {
  try {
    return new URL(address).hostname.replace(/^\[|\]$/g, "");
  } catch {
    return undefined;
  }
}
