import type { InvocationEnding } from "../invocation-ending.ts";

/** The streams that an extension subscribes to. */
export const TELEMETRY_STREAMS = ["platform", "function", "extension"] as const;

/** One of {@link TELEMETRY_STREAMS}. */
export type TelemetryStream = (typeof TELEMETRY_STREAMS)[number];

/**
 * What an extension is told.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export interface TelemetryEvent {
  /** ISO 8601. */
  readonly time: string;
  /** `"function"`, `"extension"` or `"platform.…"`. */
  readonly type: string;
  readonly record: unknown;
}

/** How a phase ended. */
export type PhaseStatus = "success" | "error" | "failure" | "timeout";

/** How an invocation ended, as reports say it. */
export function statusOf({ outcome, payload }: InvocationEnding): {
  readonly status: PhaseStatus;
  readonly errorType?: string;
} {
  if (outcome === "success") return { status: "success" };
  if (outcome === "timeout") return { status: "timeout" };
  const { errorType = "Unhandled" } = JSON.parse(payload) as { readonly errorType?: string };
  return { status: outcome === "crash" ? "failure" : "error", errorType };
}

/** Trace of an invocation, from its header. */
export const tracingOf = (traceId: string | undefined): object =>
  traceId === undefined ? {} : { tracing: { type: "X-Amzn-Trace-Id", value: traceId } };
