import { setTimeout as wait } from "node:timers/promises";
import { CloudLoggingHandler } from "../../lib/handlers/cloud-logging/index.ts";
import { CloudWatchHandler } from "../../lib/handlers/cloudwatch/index.ts";
import { onInternal } from "../../lib/logger/internal-channel.ts";

/** One run: `node run.ts SIDE PORT SECONDS QUEUE_MB`; prints how much the process grew at most, and the account. */
const [side, port, seconds, queueMb] = process.argv.slice(2) as [string, string, string, string];
const PER_SECOND = 10_000;
const TICK_MS = 20;
const maximumQueueBytes = Number(queueMb) * 1024 * 1024;

onInternal(() => {});
function handlerOf() {
  if (side.startsWith("cloudwatch"))
    return new CloudWatchHandler({
      logGroupName: "bench",
      logStreamName: "bench",
      region: "eu-west-1",
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      maximumQueueBytes,
    });
  const transport = side === "cloud-logging-grpc" ? "grpc" : "rest";
  const endpoint = transport === "grpc" ? `127.0.0.1:${port}` : `http://127.0.0.1:${port}`;
  return new CloudLoggingHandler({ transport, projectId: "p", insecure: true, endpoint, maximumQueueBytes });
}

const handler = handlerOf();
const message = side.endsWith("unicode") ? "注文が確定しました 😀" : "order placed";
let index = 0;
function log(count: number): void {
  for (let written = 0; written < count; written++)
    handler.write({
      timestamp: Date.now(),
      level: index % 10 === 0 ? 50 : 30,
      logger: "orders.api",
      message,
      service: undefined,
      context: undefined,
      fields: {
        orderId: index++,
        customer: "c-1029",
        total: 99.95,
        currency: "EUR",
        path: "/orders/confirm",
      },
      error: undefined,
    });
}

// What the SDK's modules take is not the queue's.
log(1);
await handler.flush({ deadline: Date.now() + 2_000 });
const before = process.memoryUsage.rss();
let peak = before;
const start = Date.now();
while (Date.now() - start < Number(seconds) * 1_000) {
  const due = Math.floor(((Date.now() - start) / 1_000) * PER_SECOND) + 1;
  log(Math.max(0, due - index));
  peak = Math.max(peak, process.memoryUsage.rss());
  await wait(TICK_MS);
}
const { accepted, dropped, pending } = await handler.flush({ deadline: 0 });
const grownMb = (peak - before) / 1024 / 1024;
console.log(JSON.stringify({ grownMb, accepted, dropped: dropped["queue-full"] ?? 0, pending }));
process.reallyExit(0);
