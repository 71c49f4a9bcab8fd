import { parseTraceHeader } from "../semantics/cloud-logging/trace-context.ts";
import { headerOf } from "./headers.ts";
import type { HeaderSource } from "./options.ts";

const CLOUD_TRACE = "x-cloud-trace-context";
const XRAY = "x-amzn-trace-id";
const XRAY_ROOT = /\bRoot=(1-[\da-f]{8}-[\da-f]{24})\b/i;

/**
 * Fields of the trace that a request belongs to: `trace_id`, `span_id` and `trace_flags` as OpenTelemetry writes them, from
 * `traceparent`, `X-Cloud-Trace-Context` or `X-Amzn-Trace-Id`, in this order; and `xrayTraceId`, as X-Ray writes it.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function addTraceFields(headers: HeaderSource, fields: Record<string, unknown>): void {
  const xray = headerOf(headers, XRAY);
  for (const name of ["traceparent", CLOUD_TRACE, XRAY]) {
    const value = name === XRAY ? xray : headerOf(headers, name);
    if (value === undefined || value.length > 512) continue;
    const { trace, spanId, traceSampled } = parseTraceHeader(name, value);
    if (trace?.length !== 32) continue;
    fields["trace_id"] = trace.toLowerCase();
    if (spanId !== null) fields["span_id"] = name === CLOUD_TRACE ? hexOf(spanId) : spanId;
    fields["trace_flags"] = traceSampled ? "01" : "00";
    break;
  }
  const root = xray === undefined ? undefined : XRAY_ROOT.exec(xray)?.[1];
  if (root !== undefined) fields["xrayTraceId"] = root;
}

/** Google's header has the span as a decimal number, the rest of the world as 16 hexadecimal digits. */
function hexOf(span: string): string {
  const number = /^\d{1,20}$/.test(span) ? BigInt(span) : undefined;
  return number === undefined || number >= 2n ** 64n ? span : number.toString(16).padStart(16, "0");
}
