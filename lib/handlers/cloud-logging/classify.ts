import type { Verdict } from "../../delivery/backend.ts";
import { retryAfterMs } from "../../delivery/backoff.ts";
import { connectionAdvice, connectionTrouble } from "../../delivery/connection-trouble.ts";
import { isTransportFailure } from "../../delivery/transport-failure.ts";

/** Codes of gRPC. @see https://grpc.io/docs/guides/status-codes/ */
const CODES: Readonly<Record<number, string>> = {
  1: "CANCELLED",
  2: "UNKNOWN",
  3: "INVALID_ARGUMENT",
  4: "DEADLINE_EXCEEDED",
  5: "NOT_FOUND",
  7: "PERMISSION_DENIED",
  8: "RESOURCE_EXHAUSTED",
  9: "FAILED_PRECONDITION",
  10: "ABORTED",
  11: "OUT_OF_RANGE",
  12: "UNIMPLEMENTED",
  13: "INTERNAL",
  14: "UNAVAILABLE",
  15: "DATA_LOSS",
  16: "UNAUTHENTICATED",
};

const FATAL: ReadonlySet<string> = new Set([
  "PERMISSION_DENIED",
  "UNAUTHENTICATED",
  "NOT_FOUND",
  "UNIMPLEMENTED",
]);
/** What says nothing about the entries. */
const BUSY: ReadonlySet<string> = new Set([
  "RESOURCE_EXHAUSTED",
  "CANCELLED",
  "DEADLINE_EXCEEDED",
  "ABORTED",
]);
const BAD_INPUT: ReadonlySet<string> = new Set(["INVALID_ARGUMENT", "OUT_OF_RANGE", "FAILED_PRECONDITION"]);

/** A refusal of Cloud Logging's REST API. */
export class CloudLoggingError extends Error {
  override readonly name = "CloudLoggingError";
  /** For example `"RESOURCE_EXHAUSTED"`. */
  readonly status: string;
  readonly retryAfter: string | undefined;
  /** What a person must do; undefined when it may pass by itself. */
  readonly advice: string | undefined;

  constructor(
    status: string,
    message: string,
    options: { retryAfter?: string | undefined; advice?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options);
    this.status = status;
    this.retryAfter = options.retryAfter;
    this.advice = options.advice;
  }
}

/** Name of a gRPC code. */
export const statusOf = (code: number): string => CODES[code] ?? "UNKNOWN";

/** What a failed call asks for. RESOURCE_EXHAUSTED is retried, which Google's own client does not do. */
export function classifyCloudLoggingError(error: unknown): Verdict {
  const {
    status,
    code,
    message = "",
  } = (error ?? {}) as { status?: unknown; code?: unknown; message?: string };
  const reason =
    typeof status === "string"
      ? status
      : typeof code === "number"
        ? statusOf(code)
        : ((error as Error)?.name ?? "Error");
  if (reason === "MissingPackageError") return { kind: "fatal", reason, advice: message };
  if (/could not load the default credentials|invalid_grant|unable to detect a project id/i.test(message))
    return fatal("CREDENTIALS");
  const trouble = connectionTrouble(error);
  if (trouble !== undefined)
    return { kind: "fatal", reason: trouble, advice: connectionAdvice(SERVICE, trouble) };
  if (error instanceof CloudLoggingError && error.advice !== undefined)
    return { kind: "fatal", reason: error.status, advice: error.advice };
  if (FATAL.has(reason)) return fatal(reason);
  // A server that takes smaller messages than the service says so with the code of a quota.
  if (BAD_INPUT.has(reason) || /message larger than max/i.test(message)) return { kind: "bisect", reason };
  if (isTransportFailure(error)) return { kind: "retry", reason: "NETWORK" };
  const wait = error instanceof CloudLoggingError ? retryAfterMs(error.retryAfter, Date.now()) : 0;
  return { kind: "retry", reason, retryAfterMs: wait, mayBeContent: !BUSY.has(reason) };
}

const SERVICE = "Cloud Logging";

function fatal(reason: string): Verdict {
  const advice = `Cloud Logging cannot be written (${reason}): check the project, the credentials and the role roles/logging.logWriter.`;
  return { kind: "fatal", reason, advice };
}
