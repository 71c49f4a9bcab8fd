import { CloudWatchHandler } from "../../../lib/handlers/cloudwatch/index.ts";
import type { LogRecord } from "../../../lib/logger/record.ts";

export const START = Date.UTC(2026, 0, 1);
export const credentials = { accessKeyId: "test", secretAccessKey: "very-secret-key" };

/** Record `index` of a service; `timestamp` is one a millisecond unless given. */
export function orderRecord(
  index: number,
  message = `message ${index}`,
  timestamp = START + index,
): LogRecord {
  return {
    timestamp,
    level: 30,
    logger: "orders",
    message,
    service: undefined,
    context: undefined,
    fields: { index },
    error: undefined,
  };
}

/** A handler for stream `one` of `/app/orders` at a server on loopback, quick to try again. Takes wrong options too. */
export function ordersHandler(endpoint: string, options: object = {}): CloudWatchHandler {
  return new CloudWatchHandler({
    logGroupName: "/app/orders",
    logStreamName: "one",
    region: "eu-west-1",
    endpoint,
    credentials,
    backoffBaseMs: 1,
    ...options,
  });
}
