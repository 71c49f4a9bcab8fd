import type { Verdict } from "../../delivery/backend.ts";
import { retryAfterMs } from "../../delivery/backoff.ts";
import { connectionAdvice, connectionTrouble } from "../../delivery/connection-trouble.ts";
import { isTransportFailure } from "../../delivery/transport-failure.ts";
import { OtlpError } from "./otlp-answer.ts";

const SERVICE = "The OTLP endpoint";
/** The server is busy or away; what was sent has nothing to do with it. */
const BUSY: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
/** What was sent is wrong, or too much of it. */
const BAD_INPUT: ReadonlySet<number> = new Set([400, 413, 422]);

/**
 * What a failed request asks for. 429, 502, 503 and 504 are retried as the specification says, after what `Retry-After` asks for. Other
 * 5xx are too, because a record that is given up is lost; one that fails alone while others get through is rejected. A request that the
 * server calls wrong is halved until what is wrong is alone.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export function classifyOtlpError(error: unknown): Verdict {
  const { name = "Error", code, message = "" } = (error ?? {}) as NodeJS.ErrnoException;
  if (error instanceof OtlpError) return verdictOf(error);
  if (name === "MissingPackageError" || name === "MissingRegionError")
    return { kind: "fatal", reason: name, advice: message };
  const trouble = connectionTrouble(error);
  if (trouble !== undefined)
    return { kind: "fatal", reason: trouble, advice: connectionAdvice(SERVICE, trouble) };
  if (/credential|invalid_grant/i.test(`${name} ${message}`))
    return {
      kind: "fatal",
      reason: "CREDENTIALS",
      advice: "No credentials were found for the OTLP endpoint: check auth.",
    };
  return { kind: "retry", reason: isTransportFailure(error) ? (code ?? "NETWORK") : name };
}

function verdictOf({ status, advice, retryAfter, message }: OtlpError): Verdict {
  const reason = `HTTP ${status}`;
  if (advice !== undefined) return { kind: "fatal", reason, advice };
  if (BAD_INPUT.has(status)) return { kind: "bisect", reason };
  if (BUSY.has(status) || status >= 500)
    return {
      kind: "retry",
      reason,
      retryAfterMs: retryAfterMs(retryAfter, Date.now()),
      mayBeContent: !BUSY.has(status),
    };
  const check =
    status === 401 || status === 403
      ? "check auth, headers and what the credentials may do"
      : "check url, protocol, log group and log stream";
  return { kind: "fatal", reason, advice: `${message}: ${check}.` };
}
