const TRANSPORT_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_SOCKET_CONNECTION_TIMEOUT",
  "ERR_HTTP2_STREAM_ERROR",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const TRANSPORT_NAMES: ReadonlySet<string> = new Set([
  "TimeoutError",
  "RequestTimeout",
  "NetworkingError",
  "AbortError",
]);

/** Whether a failure came from the network and not from the service: refused, reset, unresolved, timed out. */
export function isTransportFailure(error: unknown): boolean {
  for (let cause = error, depth = 0; typeof cause === "object" && cause !== null && depth < 5; depth++) {
    const { code, name } = cause as { code?: unknown; name?: unknown };
    if (TRANSPORT_CODES.has(String(code)) || TRANSPORT_NAMES.has(String(name))) return true;
    cause = (cause as { cause?: unknown }).cause;
  }
  return error instanceof Error && /socket hang up|connection (?:was )?closed/i.test(error.message);
}
