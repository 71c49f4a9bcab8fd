/** What a trace header says. Members it does not give are null. */
export interface TraceContext {
  readonly trace: string | null;
  readonly spanId: string | null;
  readonly traceSampled: boolean;
}

const NO_TRACE: TraceContext = { trace: null, spanId: null, traceSampled: false };

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const CLOUD_TRACE = /^([\da-f]+)?(?:\/([\da-f]+))?(?:;o=(\d+))?/i;
const XRAY_ROOT = /^1-([\da-f]{8})-([\da-f]{24})$/i;

/**
 * Reads one trace header: W3C `traceparent`, Google's `X-Cloud-Trace-Context` or AWS's `X-Amzn-Trace-Id`. A malformed
 * value gives nulls, as does a header of another name.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 * @see https://cloud.google.com/trace/docs/trace-context
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function parseTraceHeader(name: string, value: string): TraceContext {
  const read = READERS[name.toLowerCase()];
  return read ? read(value.trim()) : NO_TRACE;
}

/**
 * Reads the trace context of a request. `traceparent` wins over `X-Cloud-Trace-Context`, which wins over
 * `X-Amzn-Trace-Id`.
 *
 * @param headers as `node:http` gives them, or a `Headers`
 */
export function parseTraceHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>> | Headers,
): TraceContext {
  for (const name of Object.keys(READERS)) {
    const context = parseTraceHeader(name, headerOf(headers, name));
    if (context.trace !== null) return context;
  }
  return NO_TRACE;
}

const READERS: Readonly<Record<string, (value: string) => TraceContext>> = {
  traceparent: readTraceparent,
  "x-cloud-trace-context": readCloudTrace,
  "x-amzn-trace-id": readXRay,
};

function readTraceparent(value: string): TraceContext {
  const [, version, trace, spanId, flags, more] = TRACEPARENT.exec(value) ?? [];
  const known = version !== "ff" && !(version === "00" && more);
  const valid = known && trace && spanId && /[^0]/.test(trace) && /[^0]/.test(spanId);
  return valid ? { trace, spanId, traceSampled: (Number.parseInt(flags!, 16) & 1) === 1 } : NO_TRACE;
}

function readCloudTrace(value: string): TraceContext {
  const [, trace, spanId, options] = CLOUD_TRACE.exec(value) ?? [];
  return { trace: trace ?? null, spanId: spanId ?? null, traceSampled: (Number(options ?? 0) & 1) === 1 };
}

function readXRay(value: string): TraceContext {
  const members = new Map(
    value.split(";").map((member): [string, string] => {
      const [key = "", text = ""] = member.split("=", 2);
      return [key.trim().toLowerCase(), text.trim()];
    }),
  );
  const [, epoch, unique] = XRAY_ROOT.exec(members.get("root") ?? "") ?? [];
  const parent = members.get("parent") ?? "";
  return {
    trace: epoch && unique ? (epoch + unique).toLowerCase() : null,
    spanId: /^[\da-f]{16}$/i.test(parent) ? parent.toLowerCase() : null,
    traceSampled: members.get("sampled") === "1",
  };
}

function headerOf(headers: Parameters<typeof parseTraceHeaders>[0], name: string): string {
  if (typeof (headers as Headers).get === "function") return (headers as Headers).get(name) ?? "";
  const values = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const key = Object.hasOwn(values, name)
    ? name
    : Object.keys(values).find((other) => other.toLowerCase() === name);
  const value = key === undefined ? undefined : values[key];
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}
