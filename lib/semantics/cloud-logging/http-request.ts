import { int64Text, isObject, scalarText, truth } from "./special-fields.ts";

const LATENCY = /^\s*(\d+)(\.\d+)?\s*s\s*$/;

/** How each member of LogEntry's `httpRequest` is read. */
export const HTTP_REQUEST_READERS = {
  requestMethod: scalarText,
  requestUrl: scalarText,
  requestSize: int64Text,
  status: readStatus,
  responseSize: int64Text,
  userAgent: scalarText,
  remoteIp: scalarText,
  serverIp: scalarText,
  referer: scalarText,
  latency: readLatency,
  cacheLookup: truth,
  cacheHit: truth,
  cacheValidatedWithOriginServer: truth,
  cacheFillBytes: int64Text,
  protocol: scalarText,
} as const;

const LARGEST_STATUS = 2 ** 31 - 1;
/** Seconds of the longest duration. @see https://protobuf.dev/reference/protobuf/google.protobuf/#duration */
const LONGEST_SECONDS = 315_576_000_000n;

/** A status is written as 32 bits; what does not fit makes the API refuse the entry, or the whole request. */
function readStatus(value: unknown): number | undefined {
  const status = Number(int64Text(value));
  return status >= 0 && status <= LARGEST_STATUS ? status : undefined;
}

/** Seconds as text (`"32 s"`) or as a protocol buffer's `{ seconds, nanos }`; other texts are dropped. */
function readLatency(value: unknown): string | undefined {
  if (isObject(value)) return fromParts(value["seconds"] ?? 0, value["nanos"] ?? 0);
  const [match, seconds, fraction = ""] = LATENCY.exec(scalarText(value) ?? "") ?? [];
  return match === undefined ? undefined : inSeconds(seconds!, fraction.slice(1, 10));
}

function fromParts(seconds: unknown, nanos: unknown): string | undefined {
  const [whole, rest] = [int64Text(seconds), int64Text(nanos)];
  if (whole === undefined || rest === undefined || !/^\d{1,9}$/.test(rest)) return undefined;
  return inSeconds(whole, rest.padStart(9, "0"));
}

function inSeconds(seconds: string, decimals: string): string | undefined {
  const trimmed = decimals.replace(/0+$/, "");
  const whole = BigInt(seconds);
  if (whole < 0n || whole > LONGEST_SECONDS) return undefined;
  return `${whole}${trimmed === "" ? "" : `.${trimmed}`}s`;
}
