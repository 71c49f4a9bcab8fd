/** What is wrong with a connection that only a person can mend. */
export type ConnectionTrouble =
  /** No address is known for the host. */
  | "unknown-host"
  /** The other side's certificate is not trusted. */
  | "certificate"
  /** TLS is spoken to something that does not. */
  | "not-tls"
  /** HTTP is spoken to something that does not. */
  | "not-http";

const CERTIFICATE =
  /^(?:CERT_|UNABLE_TO_(?:VERIFY|GET_ISSUER)|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|ERR_TLS_CERT)/;
const CODES: readonly (readonly [code: RegExp, trouble: ConnectionTrouble])[] = [
  [/^ENOTFOUND$/, "unknown-host"],
  [CERTIFICATE, "certificate"],
  [/^(?:EPROTO|ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG))$/, "not-tls"],
  [/^HPE_/, "not-http"],
];
/** gRPC has no codes for it, only words. */
const WORDS: readonly (readonly [words: RegExp, trouble: ConnectionTrouble])[] = [
  [/name resolution failed|ENOTFOUND/i, "unknown-host"],
  [
    /self[- ]signed certificate|unable to (?:verify|get).*certificate|certificate has expired|altnames/i,
    "certificate",
  ],
  [/wrong version number|packet length too long/i, "not-tls"],
  [/Parse Error: Expected HTTP/i, "not-http"],
];

/** Why a connection cannot work as it is configured; undefined for trouble that may pass by itself. */
export function connectionTrouble(error: unknown): ConnectionTrouble | undefined {
  for (let cause = error, depth = 0; typeof cause === "object" && cause !== null && depth < 5; depth++) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    const [, byCode] = CODES.find(([pattern]) => typeof code === "string" && pattern.test(code)) ?? [];
    const [, byWords] = WORDS.find(([pattern]) => typeof message === "string" && pattern.test(message)) ?? [];
    if (byCode ?? byWords) return byCode ?? byWords;
    cause = (cause as { cause?: unknown }).cause;
  }
  return undefined;
}

/** What to do about it, for a service that is known by name. */
export function connectionAdvice(service: string, trouble: ConnectionTrouble): string {
  const ADVICE: Readonly<Record<ConnectionTrouble, string>> = {
    "unknown-host": "no address is known for its host: check endpoint, Region and DNS",
    certificate:
      "its certificate is not trusted: check the clock, and name the authority in NODE_EXTRA_CA_CERTS",
    "not-tls": "it does not speak TLS: check whether the endpoint begins with http: or https:",
    "not-http": "what answers does not speak HTTP: check the endpoint's port, and whether it wants https:",
  };
  return `${service} cannot be reached, ${ADVICE[trouble]}.`;
}

/**
 * What to do about an HTTP status that comes from something before the service; undefined for others.
 *
 * @param location that a redirect names
 */
export function statusAdvice(
  service: string,
  status: number,
  location: string | undefined,
): string | undefined {
  const host = URL.parse(location ?? "")?.host;
  if (status >= 300 && status < 400)
    return `${service} cannot be reached, a redirect answers (HTTP ${status}${host ? ` to ${host}` : ""}): check the endpoint, and whether a proxy wants a login.`;
  if (status === 407) return `${service} cannot be reached, a proxy wants credentials (HTTP 407).`;
  return undefined;
}
