import { indexName } from "../../lib/search/index-name.ts";
import type { BulkItem } from "../../lib/search/request.ts";

/** Events whose figures on every panel are known by their making: one a second from `start`. */
export interface KnownEvents {
  readonly items: readonly BulkItem[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

const LEVELS = ["INFO", "INFO", "INFO", "WARN", "ERROR"] as const;
const ROUTES = ["/orders", "/pay", "/health"] as const;
const STATUSES = [200, 200, 404, 500] as const;

export function knownEvents(start: number, count: number): KnownEvents {
  const events = Array.from({ length: count }, (_, index): Readonly<Record<string, unknown>> => {
    const level = LEVELS[index % LEVELS.length]!;
    const isError = level === "ERROR";
    return {
      "event.id": `known-${String(index).padStart(6, "0")}`,
      "@timestamp": new Date(start + index * 1000).toISOString(),
      severity_text: level,
      body: `order ${index} took its way`,
      message_template: isError ? "payment of <*> failed" : "order <*> took its way",
      "resource.service.name": index % 3 === 0 ? "checkout" : "payment",
      "http.route": ROUTES[index % ROUTES.length],
      "http.response.status_code": STATUSES[index % STATUSES.length],
      duration_ms: index % 100,
      "user.id": `u-${index % 7}`,
      ...(isError && { "error.type": index % 2 === 0 ? "TimeoutError" : "TypeError" }),
      attributes: index % 50 === 0 ? { "detail-type": "CloudWatch Alarm State Change" } : { index },
    };
  });
  const items = events.map((event) => ({
    index: indexName("logs-known", Date.parse(event["@timestamp"] as string)),
    id: event["event.id"] as string,
    document: JSON.stringify(event),
  }));
  return { items, events };
}
