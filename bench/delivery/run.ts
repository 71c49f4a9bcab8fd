import { CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CloudWatchHandler } from "../../lib/handlers/cloudwatch/index.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import type { LogRecord } from "../../lib/logger/record.ts";

/** One run of one side: `node run.ts cumulog|raw ENDPOINT RECORDS`; prints records per second and CPU per record. */
const [side, endpoint, text] = process.argv.slice(2) as [string, string, string];
const count = Number(text);
const settings = { region: "eu-west-1", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } };

const recordOf = (index: number): LogRecord => ({
  timestamp: Date.now(),
  level: 30,
  logger: "orders.api",
  message: "order placed",
  service: undefined,
  context: undefined,
  fields: { orderId: index, customer: "c-1029", total: 99.95, currency: "EUR", path: "/orders/confirm" },
  error: undefined,
});

async function cumulog(total: number): Promise<void> {
  const handler = new CloudWatchHandler({ ...settings, logGroupName: "bench", logStreamName: "bench" });
  for (let index = 0; index < total; index++) handler.write(recordOf(index));
  const { delivered } = await handler.close();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

async function raw(total: number): Promise<void> {
  const client = new CloudWatchLogsClient(settings);
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
    const record = recordOf(index);
    const message = jsonFormatter(record);
    const size = Buffer.byteLength(message) + 26;
    if (bytes + size > 1_048_576 || events.length === 10_000) await send();
    events.push({ timestamp: record.timestamp, message });
    bytes += size;
  }
  await send();
  client.destroy();
}

const run = side === "raw" ? raw : cumulog;
await run(Math.min(20_000, count));
const cpu = process.cpuUsage();
const start = performance.now();
await run(count);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
console.log(JSON.stringify({ rate: count / seconds, cpu: (used.user + used.system) / count }));
