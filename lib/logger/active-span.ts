type Fields = Readonly<Record<string, unknown>>;

/** What records under one span carry, and the merges with other fields made so far. */
export interface SpanFields {
  readonly fields: Fields;
  readonly merged: WeakMap<Fields, Fields>;
}

/** The parts of OpenTelemetry's API that stand in the process once an application has registered a context manager. */
interface GlobalApi {
  readonly context?: { active(): { getValue(key: symbol): unknown } };
}
interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** Both are parts of the API's contract between its versions, so the package itself need not be loaded. */
const API = Symbol.for("opentelemetry.js.api.1");
const SPAN = Symbol.for("OpenTelemetry Context Key SPAN");
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;

const registry = globalThis as unknown as Readonly<Record<symbol, GlobalApi | undefined>>;
const known = new WeakMap<SpanContext, SpanFields>();
let lastContext: SpanContext | undefined;
let lastFields: SpanFields | undefined;
let writesXRay: boolean | undefined;

/**
 * `trace_id`, `span_id` and `trace_flags` of OpenTelemetry's active span; undefined without one. Costs a look at a global where
 * OpenTelemetry is not loaded. Never throws.
 *
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
 */
export function activeSpanFields(): SpanFields | undefined {
  const manager = registry[API]?.context;
  if (manager === undefined) return undefined;
  try {
    const span = manager.active().getValue(SPAN) as { spanContext(): SpanContext } | undefined;
    return span === undefined ? undefined : fieldsOf(span.spanContext());
  } catch {
    return undefined;
  }
}

/**
 * The id of a trace as X-Ray writes it, for links and searches: `1-5759e988-bd862e3fe1be46a994272793`.
 *
 * @param traceId 32 hexadecimal digits, as in `trace_id`
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids
 */
export function xRayTraceId(traceId: string): string {
  return `1-${traceId.slice(0, 8)}-${traceId.slice(8)}`;
}

function fieldsOf(context: SpanContext): SpanFields | undefined {
  if (lastContext === context) return lastFields;
  let fields = known.get(context);
  if (fields === undefined) {
    fields = makeFields(context);
    if (fields === undefined) return undefined;
    known.set(context, fields);
  }
  lastContext = context;
  lastFields = fields;
  return fields;
}

function makeFields({ traceId, spanId, traceFlags }: SpanContext): SpanFields | undefined {
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined;
  writesXRay ??= /\bxray/.test(process.env["OTEL_PROPAGATORS"] ?? "");
  const fields = {
    trace_id: traceId,
    span_id: spanId,
    trace_flags: (traceFlags & 0xff).toString(16).padStart(2, "0"),
    ...(writesXRay && { xrayTraceId: xRayTraceId(traceId) }),
  };
  return { fields, merged: new WeakMap() };
}
