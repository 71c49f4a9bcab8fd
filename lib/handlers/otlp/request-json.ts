import { RECORDS, RECORDS_END } from "./record-json.ts";

/** Records of one scope, next to each other in a request. */
export interface ScopeTexts {
  /** JSON of a `ScopeLogs` as far as its records. */
  readonly head: string;
  readonly records: readonly string[];
}

/** Brings the texts of `recordJson` together by their scopes. The order within a scope is kept. */
export function byScope(texts: Iterable<string>): ScopeTexts[] {
  const scopes = new Map<string, string[]>();
  let head = "";
  let records: string[] = [];
  for (const text of texts) {
    if (head === "" || !text.startsWith(RECORDS, head.length) || !text.startsWith(head)) {
      head = text.slice(0, text.indexOf(RECORDS));
      records = scopes.get(head) ?? [];
      scopes.set(head, records);
    }
    records.push(text.slice(head.length + RECORDS.length, -RECORDS_END.length));
  }
  return [...scopes].map(([scope, ofScope]) => ({ head: scope, records: ofScope }));
}

/**
 * An `ExportLogsServiceRequest` as JSON.
 *
 * @param resource JSON of the resource's attributes, a list
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/logs/v1/logs_service.proto
 */
export function requestJson(resource: string, texts: Iterable<string>): Buffer {
  const scopes = byScope(texts).map(({ head, records }) => head + RECORDS + records.join(",") + RECORDS_END);
  return Buffer.from(
    `{"resourceLogs":[{"resource":{"attributes":${resource}},"scopeLogs":[${scopes.join(",")}]}]}`,
  );
}
