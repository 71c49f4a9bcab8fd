/**
 * Events a second into OpenSearch itself: the handler beside the bulk helper of OpenSearch's own client and beside bodies that were built
 * before. Then CPU of the main thread for an event, beside the handler of CloudWatch, against a server that acknowledges at once.
 * Rounds are interleaved, every run is a process, figures are medians. Needs Java 17 and Maven; without them the first part is left out.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { SearchConnection } from "../lib/search/connection.ts";
import { installSearch } from "../lib/search/setup.ts";
import { missingForRealServer, RealServer } from "../test/opensearch/real-server.ts";
import { keepResults, median } from "./results.ts";

const execute = promisify(execFile);
const EVENTS = process.env["RECORDS"] ?? "100000";
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const folder = join(import.meta.dirname, "search");

interface Measured {
  readonly rate: number;
  readonly cpu: number;
}

async function measure(
  url: string,
  sides: readonly string[],
  environment: Readonly<Record<string, string>>,
  after: () => Promise<unknown>,
): Promise<Map<string, Measured>> {
  const runs = new Map<string, Measured[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const side of sides) {
      const parameters = [
        ...process.execArgv,
        join(folder, "run.ts"),
        side,
        url,
        EVENTS,
        `${process.pid}-${round}`,
      ];
      const { stdout } = await execute(process.execPath, parameters, {
        env: { ...process.env, ...environment },
      });
      runs.get(side)!.push(JSON.parse(stdout.trim().split("\n").at(-1)!) as Measured);
      await after();
    }
  const of = (side: string, key: keyof Measured) => median(runs.get(side)!.map((run) => run[key]));
  return new Map(sides.map((side) => [side, { rate: of(side, "rate"), cpu: of(side, "cpu") }]));
}

function print(title: string, measured: ReadonlyMap<string, Measured>, against: string): void {
  console.log(`\n${title}, ${Number(EVENTS).toLocaleString("en")} events`);
  const base = measured.get(against)!;
  for (const [side, { rate, cpu }] of measured)
    rows[`${side}: ${title}`] = {
      "events/s": rate,
      "µs CPU/event": cpu,
      [`rateOf ${against}`]: rate / base.rate,
    };
  for (const [side, { rate, cpu }] of measured)
    console.log(
      `${side.padEnd(12)} ${Math.round(rate).toString().padStart(7)} events/s  ${cpu.toFixed(2).padStart(6)} µs CPU of the main thread/event  ` +
        `× ${against}: rate ${(rate / base.rate).toFixed(2)}, CPU ${(cpu / base.cpu).toFixed(2)}`,
    );
}

const rows: Record<string, Record<string, number>> = {};
process.env["CUMULOG_OPENSEARCH"] = "1";
const missing = missingForRealServer();
if (missing !== undefined) console.log(`OpenSearch: ${missing}`);
else {
  const server = await RealServer.start();
  const connection = new SearchConnection({ url: server.url });
  await installSearch(connection, { replicas: 0 });
  // Every run begins with an empty server.
  const empty = () => server.json("DELETE", "/logs-bench-*");
  const sides = ["cumulog", "official", "prebuilt"];
  print("into OpenSearch 2.19", await measure(server.url, sides, {}, empty), "official");
  print("the same, gzip bodies", await measure(server.url, sides, { COMPRESS: "1" }, empty), "official");
  connection.close();
  await server.stop();
}

const acknowledging = spawn(process.execPath, [join(folder, "acknowledging-server.ts")], {
  stdio: ["ignore", "pipe", "inherit"],
});
const [port] = (await once(acknowledging.stdout!, "data")) as [Buffer];
const url = `http://127.0.0.1:${String(port).trim()}`;
const sides = ["cumulog", "cloudwatch", "official"];
print(
  "main thread, warm, no compression",
  await measure(url, sides, { WARM: "1" }, async () => {}),
  "cloudwatch",
);
acknowledging.kill();
keepResults("search", "the bulk helper of OpenSearch's own client, given objects", rows);
