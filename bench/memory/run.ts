import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { CloudLoggingHandler } from "../../lib/handlers/cloud-logging/index.ts";
import { CloudWatchHandler } from "../../lib/handlers/cloudwatch/index.ts";
import { onInternal } from "../../lib/logger/internal-channel.ts";

/** One run: `node run.ts SIDE PORT SECONDS QUEUE_MB`; prints how much the process grew at most, and the account. */
const [side, port, seconds, queueMb] = process.argv.slice(2) as [string, string, string, string];
const PER_SECOND = 10_000;
const TICK_MS = 20;
const WARM_SECONDS = 10;
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
  const endpoint = `http://127.0.0.1:${port}`;
  return new CloudLoggingHandler({ projectId: "p", insecure: true, endpoint, maximumQueueBytes });
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

/** Logs at the rate, and tells how much memory the process had at most. */
async function logFor(seconds: number): Promise<number> {
  const start = Date.now();
  const first = index;
  let peak = 0;
  while (Date.now() - start < seconds * 1_000) {
    log(first + Math.floor(((Date.now() - start) / 1_000) * PER_SECOND) - index);
    peak = Math.max(peak, process.memoryUsage.rss());
    await wait(TICK_MS);
  }
  return peak;
}

await logFor(WARM_SECONDS);
console.log("warm");
await once(process.stdin, "data");
const before = process.memoryUsage.rss();
const { delivered: warm } = await handler.flush({ deadline: 0 });
const peak = await logFor(Number(seconds));
const { accepted, delivered, dropped, pending } = await handler.flush({ deadline: 0 });
const grownMb = (peak - before) / 1024 / 1024;
console.log(
  JSON.stringify({
    grownMb,
    accepted: accepted - delivered,
    dropped: dropped["queue-full"] ?? 0,
    pending,
    warm,
  }),
);
process.reallyExit(0);
