import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { configure, getLogger, OtlpHandler, shutdown } from "../../lib/index.ts";
import { orderFields } from "../order-record.ts";

/**
 * One run of one side: `node run.ts cumulog|opentelemetry PROTOCOL URL RECORDS`; prints records a second and CPU a record. Records come
 * 100 in a turn of the loop, as from a server's requests. OpenTelemetry's queue holds all of them, so that it drops none for being full.
 */
const [side, protocol, url, text] = process.argv.slice(2) as [
  string,
  "http/json" | "http/protobuf",
  string,
  string,
];
const count = Number(text);
const PER_TURN = 100;
const turn = (index: number): Promise<void> | undefined =>
  index % PER_TURN === 0 ? setImmediate() : undefined;

const { resolve } = createRequire(new URL("../../test/interop/package.json", import.meta.url));
const load = async (name: string) => import(pathToFileURL(resolve(`@opentelemetry/${name}`)).href);

async function cumulog(total: number): Promise<void> {
  const handler = new OtlpHandler({ url, protocol, compress: false });
  await configure({ handlers: { otlp: handler } });
  const logger = getLogger("orders.api");
  for (let index = 0; index < total; index++) {
    logger.info(orderFields(index), "order placed");
    await turn(index);
  }
  await shutdown();
}

async function opentelemetry(total: number): Promise<void> {
  const { LoggerProvider, BatchLogRecordProcessor } = await load("sdk-logs");
  const { OTLPLogExporter } = await load(
    protocol === "http/json" ? "exporter-logs-otlp-http" : "exporter-logs-otlp-proto",
  );
  const exporter = new OTLPLogExporter({ url });
  const processor = new BatchLogRecordProcessor({ exporter, maxQueueSize: 10_000_000 });
  const provider = new LoggerProvider({ processors: [processor] });
  const logger = provider.getLogger("orders.api");
  for (let index = 0; index < total; index++) {
    logger.emit({
      severityNumber: 9,
      severityText: "INFO",
      body: "order placed",
      attributes: orderFields(index),
    });
    await turn(index);
  }
  await provider.shutdown();
}

const run = side === "cumulog" ? cumulog : opentelemetry;
if (!process.env["COUNT"]) await run(20_000);
const cpu = process.cpuUsage();
const start = performance.now();
await run(count);
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
console.log(JSON.stringify({ rate: count / seconds, cpu: (used.user + used.system) / count }));
process.exit(0);
