import type { BulkItem } from "../../lib/search/request.ts";

/** Documents that a server takes, finds again, or refuses in one way each, for an index of the template. */
export const BULK_CASES: readonly BulkItem[] = [
  item("same", { body: "one" }),
  item("same", { body: "two" }),
  item("number", { duration_ms: "abc" }),
  item("date", { "@timestamp": "yesterday" }),
  item("object", { body: { a: 1 } }),
  item("range", { "http.response.status_code": 99_999_999_999 }),
  item("attributes", { attributes: "text" }),
  { ...item("broken", {}), document: '{"broken":' },
  { ...item("upper", {}), index: "Upper" },
  { ...item("under", {}), index: "_under" },
];

/** What an answer says of each, without the values that stand in it. */
export function answeredShape(items: unknown): unknown[] {
  const answered = items as { create: { status: number; error?: { type: string; reason: string } } }[];
  return answered.map(({ create: { status, error } }) => [
    status,
    error?.type ?? null,
    error?.reason.replace(/Preview.*$/s, "") ?? null,
  ]);
}

function item(id: string, members: Readonly<Record<string, unknown>>): BulkItem {
  const document = { "event.id": id, "@timestamp": "2026-01-01T00:00:00.000Z", ...members };
  return { index: "logs-recorded-2026.01.01", id, document: JSON.stringify(document) };
}
