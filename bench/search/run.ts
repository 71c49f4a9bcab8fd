import { setImmediate } from "node:timers/promises";
import { CloudWatchHandler } from "../../lib/handlers/cloudwatch/index.ts";
import { OpenSearchHandler } from "../../lib/handlers/opensearch/index.ts";
import { recordDocument } from "../../lib/handlers/opensearch/record-document.ts";
import { SearchConnection } from "../../lib/search/connection.ts";
import { indexName } from "../../lib/search/index-name.ts";
import { bulkOutcome } from "../../lib/search/outcome.ts";
import { BULK_CONTENT_TYPE, BULK_PATH, type BulkItem, bulkBody } from "../../lib/search/request.ts";
import { orderRecord } from "../order-record.ts";

/**
 * One run of one side: `node run.ts SIDE URL EVENTS RUN`; prints events per second, and CPU of the main thread per event. Records come
 * 100 in a turn of the loop, as from a server's requests.
 */
const [side, url, text, run] = process.argv.slice(2) as [string, string, string, string];
const count = Number(text);
const PER_TURN = 100;
const compress = process.env["COMPRESS"] === "1";
const PREBUILT_ITEMS = 10_000;

const turn = (index: number): Promise<void> | undefined =>
  index % PER_TURN === 0 ? setImmediate() : undefined;
const record = (index: number) => ({ ...orderRecord(index), service: `bench-${side}` });
const document = (index: number): BulkItem => {
  const event = record(index);
  const id = `${run}-${index}`;
  return {
    index: indexName(`logs-bench-${side}`, event.timestamp),
    id,
    document: recordDocument(event, id, event.timestamp, event.message),
  };
};

async function cumulog(total: number): Promise<void> {
  const handler = new OpenSearchHandler({ url, compress });
  for (let index = 0; index < total; index++) {
    handler.write(record(index));
    await turn(index);
  }
  const { delivered } = await handler.close();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

async function cloudwatch(total: number): Promise<void> {
  const handler = new CloudWatchHandler({
    endpoint: url,
    region: "eu-west-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    logGroupName: "bench",
    logStreamName: "bench",
  });
  for (let index = 0; index < total; index++) {
    handler.write(record(index));
    await turn(index);
  }
  const { delivered } = await handler.close();
  if (delivered !== total) throw new Error(`delivered ${delivered} of ${total}`);
}

/** The bulk helper of OpenSearch's own client, given objects with the same members; two requests at once, as the handler has. */
async function official(total: number): Promise<void> {
  const { Client } = await import("@opensearch-project/opensearch");
  const client = new Client({ node: url, compression: compress ? "gzip" : undefined } as never);
  async function* source() {
    for (let index = 0; index < total; index++) {
      yield index;
      await turn(index);
    }
  }
  const result = await client.helpers.bulk<number>({
    datasource: source() as never,
    concurrency: 2,
    flushBytes: 5 * 1024 * 1024,
    onDocument(index) {
      const { timestamp, message, logger, service, fields } = record(index);
      const body = {
        "event.id": `${run}-${index}`,
        "@timestamp": new Date(timestamp).toISOString(),
        severity_text: "INFO",
        severity_number: 9,
        body: message,
        "scope.name": logger,
        "resource.service.name": service,
        attributes: fields,
      };
      return [
        { create: { _index: indexName("logs-bench-official", timestamp), _id: `${run}-${index}` } },
        body,
      ] as never;
    },
  });
  await client.close();
  if (result.successful !== total) throw new Error(`delivered ${result.successful} of ${total}`);
}

const bodies: Buffer[] = [];
async function prebuilt(total: number): Promise<void> {
  const connection = new SearchConnection({ url, compress });
  const next = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const request = { method: "POST", path: BULK_PATH, body, contentType: BULK_CONTENT_TYPE } as const;
      bulkOutcome(await connection.send(request), Math.min(PREBUILT_ITEMS, total));
    }
  };
  await Promise.all([next(), next()]);
  connection.close();
}

if (side === "prebuilt")
  for (let start = 0; start < count; start += PREBUILT_ITEMS)
    bodies.push(bulkBody(Array.from({ length: PREBUILT_ITEMS }, (_, index) => document(start + index))));

const sides = { cumulog, cloudwatch, official, prebuilt } as const;
const perform = sides[side as keyof typeof sides];
if (process.env["WARM"] === "1") await perform(Math.min(20_000, count));
const cpu = process.threadCpuUsage();
const start = performance.now();
await perform(count);
const seconds = (performance.now() - start) / 1000;
const used = process.threadCpuUsage(cpu);
console.log(JSON.stringify({ rate: count / seconds, cpu: (used.user + used.system) / count }));
if (process.env["STAY"] !== "1") process.exit(0);
