import { setImmediate } from "node:timers/promises";
import { CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CloudWatchHandler } from "../../lib/handlers/cloudwatch/index.ts";
import { configure, getLogger, shutdown } from "../../lib/index.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import type { LogRecord } from "../../lib/logger/record.ts";
import { orderFields, orderRecord } from "../order-record.ts";
import { Floor } from "./floor.ts";
import { PEERS } from "./peers.ts";

/**
 * One run of one side: `node run.ts SIDE ENDPOINT RECORDS`, of the sides below or the peers; prints records per second, CPU and CPU of
 * the main thread per record. Records come 100 in a turn of the loop, as from a server's requests. `cumulog` goes through the logger,
 * with one call in flight, which keeps the order, or two. `raw` waits for each call before it makes the next record; `raw-overlapped`
 * has two calls in flight while records are made, which ours may do as well; `raw-formatter` writes lines by the library's formatter.
 */
const [side, endpoint, text] = process.argv.slice(2) as [string, string, string];
const count = Number(text);
const settings = { region: "eu-west-1", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } };

const PER_TURN = 100;
const turn = (index: number): Promise<void> | undefined =>
  index % PER_TURN === 0 ? setImmediate() : undefined;

function stringified({ timestamp, message, logger, fields }: LogRecord): string {
  return JSON.stringify({
    timestamp: new Date(timestamp).toISOString(),
    level: "INFO",
    message,
    logger,
    ...fields,
  });
}

async function cumulog(total: number, requestsInFlight: number): Promise<void> {
  const handler = new CloudWatchHandler({
    ...settings,
    logGroupName: "bench",
    logStreamName: "bench",
    requestsInFlight,
  });
  await configure({ handlers: { cloud: handler }, loggers: { "": { level: "info", handlers: ["cloud"] } } });
  const logger = getLogger("orders.api");
  for (let index = 0; index < total; index++) {
    logger.info(orderFields(index), "order placed");
    // Who makes more than can be sent waits for room, as the raw sides wait for their calls; without it, what the queue cannot hold is shed.
    if (index % PER_TURN === 0) await handler.ready();
    await turn(index);
  }
  const { delivered } = await shutdown();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

async function floor(total: number): Promise<void> {
  const sender = new Floor(settings);
  for (let index = 0; index < total; index++) {
    await sender.write(orderRecord(index));
    await turn(index);
  }
  await sender.end();
}

async function raw(total: number, format: (record: LogRecord) => string, inFlight: number): Promise<void> {
  const client = new CloudWatchLogsClient({ ...settings, maxAttempts: 10 });
  const open = new Set<Promise<unknown>>();
  let events: { timestamp: number; message: string }[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    const command = new PutLogEventsCommand({
      logGroupName: "bench",
      logStreamName: "bench",
      logEvents: events,
    });
    events = [];
    bytes = 0;
    const call = client.send(command).finally(() => open.delete(call));
    open.add(call);
    if (open.size >= inFlight) await Promise.race(open);
  };
  for (let index = 0; index < total; index++) {
    const record = orderRecord(index);
    const message = format(record);
    const size = Buffer.byteLength(message) + 26;
    if (bytes + size > 1_048_576 || events.length === 10_000) await send();
    events.push({ timestamp: record.timestamp, message });
    bytes += size;
    await turn(index);
  }
  await send();
  await Promise.all(open);
  client.destroy();
}

const sides: Record<string, (total: number) => Promise<void>> = {
  cumulog: (total) => cumulog(total, 1),
  "cumulog-overlapped": (total) => cumulog(total, 2),
  floor,
  raw: (total) => raw(total, stringified, 1),
  "raw-overlapped": (total) => raw(total, stringified, 2),
  "raw-formatter": (total) => raw(total, jsonFormatter, 2),
};
async function peer(total: number): Promise<void> {
  const { log, end } = await PEERS[side]!(settings);
  for (let index = 0; index < total; index++) {
    log(orderRecord(index));
    await turn(index);
  }
  await end();
}

const run = sides[side] ?? peer;
if (!process.env["COLD"]) await run(Math.min(20_000, count));
const cpu = process.cpuUsage();
const thread = process.threadCpuUsage();
// A cold run counts from the start of the process, with the loading of all code.
const start = process.env["COLD"] ? 0 : performance.now();
await run(count);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
const main = process.threadCpuUsage(thread);
console.log(
  JSON.stringify({
    rate: count / seconds,
    cpu: (used.user + used.system) / count,
    main: (1000 * (main.user + main.system)) / count,
  }),
);
process.exit(0);
