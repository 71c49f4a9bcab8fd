import type { LogRecord } from "../lib/logger/record.ts";

/** Five fields as a service logs them. */
export const orderFields = (index: number) => ({
  orderId: index,
  customer: "c-1029",
  total: 99.95,
  currency: "EUR",
  path: "/orders/confirm",
});

/** A record of about 200 bytes with {@link orderFields}. */
export const orderRecord = (index: number): LogRecord => ({
  timestamp: Date.now(),
  level: 30,
  logger: "orders.api",
  message: "order placed",
  service: undefined,
  context: undefined,
  fields: orderFields(index),
  error: undefined,
});
