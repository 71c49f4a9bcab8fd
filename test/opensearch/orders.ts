import { OpenSearchHandler } from "../../lib/handlers/opensearch/index.ts";
import type { LogRecord } from "../../lib/logger/record.ts";

/** Record `index` of the service `orders`, one a millisecond before `end`. */
export function orderRecord(
  index: number,
  fields: Readonly<Record<string, unknown>> = {},
  end = Date.now(),
): LogRecord {
  return {
    timestamp: end,
    level: 30,
    logger: "orders.api",
    message: `order ${index} placed`,
    service: "orders",
    context: undefined,
    fields: { index, route: "/orders", status: 200, durationMs: index % 100, ...fields },
    error: undefined,
  };
}

/** A handler at a server on loopback, quick to try again. Takes wrong options too. */
export function ordersHandler(url: string, options: object = {}): OpenSearchHandler {
  return new OpenSearchHandler({ url, backoffBaseMs: 1, ...options });
}
