/** A Lambda function that refunds payments, with the logging middleware. */
import middy from "@middy/core";
import { getLogger } from "cumulog";
import { createMetrics } from "cumulog/metrics";
import { logging } from "cumulog/middleware";
import { configureLogging } from "./logging.ts";

const log = getLogger("checkout.payment");
const metrics = createMetrics({ namespace: "Checkout", dimensions: { service: "payment" } });
await configureLogging(process.env["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "payment");

export const handler = middy(async (event: { orderId: string; amount: number }) => {
  metrics.count("Refunds", 1);
  log.info({ orderId: event.orderId, amount: event.amount }, "refund made");
  return { refunded: event.orderId };
}).use(logging({ logger: log, metrics, correlationId: "orderId" }));
