/** From the logger to the acknowledgement: `node delivery.ts ENDPOINT`; microseconds a record, warm. `COLD=1` counts from the start of the process. */
import { setImmediate } from "node:timers/promises";
import { CloudWatchHandler, configure, getLogger, shutdown } from "cumulog";
import { CpuTime, report, sinceStart } from "./report.ts";

const RECORDS = 200_000;
const WARM_UP = 20_000;
/** As a server's requests come. */
const RECORDS_A_TURN = 100;
const MICROSECONDS = 1_000;
const endpoint = process.argv[2]!;
const isCold = process.env["COLD"] !== undefined;

async function deliver(total: number): Promise<void> {
  const handler = new CloudWatchHandler({
    region: "eu-west-1",
    endpoint,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    logGroupName: "bench",
    logStreamName: "bench",
  });
  await configure({ handlers: { cloud: handler }, loggers: { "": { level: "info", handlers: ["cloud"] } } });
  const logger = getLogger("orders.api");
  for (let index = 0; index < total; index += 1) {
    logger.info(
      { orderId: index, customer: "c-1029", total: 99.95, currency: "EUR", path: "/orders/confirm" },
      "order placed",
    );
    if (index % RECORDS_A_TURN !== 0) continue;
    // 0.1.0 has no such method, and its queue holds what comes here.
    await (handler as Partial<Pick<CloudWatchHandler, "ready">>).ready?.();
    await setImmediate();
  }
  const { delivered } = await shutdown();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

if (!isCold) await deliver(WARM_UP);
const time = new CpuTime();
await deliver(RECORDS);
const { wall, cpu } = isCold ? sinceStart() : time.read();
report({ record: { wall: (wall * MICROSECONDS) / RECORDS, cpu: (cpu * MICROSECONDS) / RECORDS } });
process.exit(0);
