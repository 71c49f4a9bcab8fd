import { setImmediate } from "node:timers/promises";
import { CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CloudWatchHandler } from "../../lib/handlers/cloudwatch/index.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import type { LogRecord } from "../../lib/logger/record.ts";
import { orderRecord } from "../order-record.ts";
import { PEERS } from "./peers.ts";

/**
 * One run of one side: `node run.ts cumulog|raw|raw-formatter ENDPOINT RECORDS`; prints records per second and CPU per record.
 * Records come 100 in a turn of the loop, as from a server's requests. `raw` writes lines by JSON.stringify, `raw-formatter` by the
 * library's formatter.
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

async function cumulog(total: number): Promise<void> {
  const handler = new CloudWatchHandler({ ...settings, logGroupName: "bench", logStreamName: "bench" });
  for (let index = 0; index < total; index++) {
    handler.write(orderRecord(index));
    await turn(index);
  }
  const { delivered } = await handler.close();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

async function raw(total: number, format: (record: LogRecord) => string): Promise<void> {
  const client = new CloudWatchLogsClient({ ...settings, maxAttempts: 10 });
  let events: { timestamp: number; message: string }[] = [];
  let bytes = 0;
  const send = async (): Promise<void> => {
    await client.send(
      new PutLogEventsCommand({ logGroupName: "bench", logStreamName: "bench", logEvents: events }),
    );
    events = [];
    bytes = 0;
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
  client.destroy();
}

const sides: Record<string, (total: number) => Promise<void>> = {
  cumulog,
  raw: (total) => raw(total, stringified),
  "raw-formatter": (total) => raw(total, jsonFormatter),
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
const start = performance.now();
await run(count);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
console.log(JSON.stringify({ rate: count / seconds, cpu: (used.user + used.system) / count }));
process.exit(0);
