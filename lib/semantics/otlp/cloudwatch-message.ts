import type { OtlpScopedRecord } from "./messages.ts";
import { plainOtlpAttributes, plainOtlpValue } from "./values.ts";

/**
 * The message of the event that CloudWatch Logs makes of a record: one JSON object with resource, scope, times, severity, body, attributes
 * and trace.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_HTTP_Endpoints_OTLP.html
 */
export function cloudWatchOtlpMessage({ resource, scope, record }: OtlpScopedRecord): string {
  const members: string[] = [];
  const add = (name: string, text: string | undefined): void => {
    if (text !== undefined) members.push(`"${name}":${text}`);
  };
  const json = (value: unknown): string | undefined =>
    value === undefined || value === "" ? undefined : JSON.stringify(value);
  add("resource", JSON.stringify({ attributes: plainOtlpAttributes(resource.attributes) }));
  const { name, version, attributes: ofScope } = scope;
  add(
    "scope",
    JSON.stringify({
      ...(name && { name }),
      ...(version && { version }),
      ...(ofScope && { attributes: plainOtlpAttributes(ofScope) }),
    }),
  );
  // Numbers that JavaScript cannot hold: their digits as they came.
  add("timeUnixNano", digits(record.timeUnixNano));
  add("observedTimeUnixNano", digits(record.observedTimeUnixNano));
  add("severityNumber", json(record.severityNumber));
  add("severityText", json(record.severityText));
  add("body", record.body && JSON.stringify(plainOtlpValue(record.body)));
  add("attributes", JSON.stringify(plainOtlpAttributes(record.attributes)));
  add("eventName", json(record.eventName));
  add("flags", json(record.flags));
  add("traceId", json(record.traceId));
  add("spanId", json(record.spanId));
  return `{${members.join(",")}}`;
}

function digits(value: string | number | undefined): string | undefined {
  const text = String(value ?? "");
  return /^\d{1,20}$/.test(text) ? BigInt(text).toString() : undefined;
}
