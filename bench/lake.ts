/**
 * `npm run bench:lake`: what it costs to load JSON lines into a lake, beside DuckDB's bare `COPY … TO parquet` of declared columns
 * with as many threads, in turns. Every load is a process of its own, so that its memory can be told.
 *
 * - `LINES`: lines of the file, 1,000,000 unless set; `ROUNDS`: rounds, 3 unless set
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, globSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadLake, namedQuery, queryRows, renderQuery } from "@cumulog/lake";
import { DuckDBInstance } from "@duckdb/node-api";

const [command, ...parameters] = process.argv.slice(2);
const LINES = Number(process.env["LINES"] ?? 1_000_000);
const ROUNDS = Number(process.env["ROUNDS"] ?? 3);
const THREADS = 2;

const COLUMNS = {
  timestamp: "TIMESTAMP",
  level: "VARCHAR",
  message: "VARCHAR",
  logger: "VARCHAR",
  service: "VARCHAR",
  requestId: "VARCHAR",
  userId: "VARCHAR",
  route: "VARCHAR",
  status: "INTEGER",
  durationMs: "DOUBLE",
};

/** Lines of about 220 bytes; the numbers come from a sequence that compresses no better than real ones. */
async function writeLines(path: string, count: number, withIds: boolean): Promise<void> {
  let state = 12_345;
  const random = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const routes = ["/pay", "/cart", "/orders", "/login", "/search"];
  const file = createWriteStream(path);
  let time = Date.UTC(2026, 0, 1, 9);
  let text = "";
  for (let index = 0; index < count; index += 1) {
    time += random(40);
    const user = `u-${random(5_000)}`;
    const isError = random(100) < 3;
    const messages = [
      `payment of user ${user} accepted`,
      `cart of ${user} loaded in ${random(900)} ms`,
      `order ${100_000 + random(90_000)} placed`,
      isError ? "payment provider timed out" : "page shown",
    ];
    text += `${JSON.stringify({
      timestamp: new Date(time).toISOString(),
      level: isError ? "ERROR" : "INFO",
      message: messages[random(4)],
      logger: "checkout.payment",
      service: "checkout",
      requestId: `req-${index}`,
      userId: user,
      route: routes[random(5)],
      status: isError ? 500 : 200,
      durationMs: random(900),
      ...(withIds && { eventId: randomUUID() }),
    })}\n`;
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await once(file, "drain");
    text = "";
  }
  file.end(text);
  await once(file, "finish");
}

async function bareCopy(input: string, output: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: String(THREADS) });
  const connection = await instance.connect();
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name}: '${type}'`);
  await connection.run(
    `COPY (SELECT * FROM read_json('${input}', columns = {${columns.join(", ")}}, format = 'newline_delimited')) TO '${output}' (FORMAT parquet)`,
  );
  connection.closeSync();
}

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly megabytes: number;
}

/** Runs one piece of work in a process of its own. */
function measure(...work: string[]): Measured {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, import.meta.filename, ...work],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Measured;
}

async function work(): Promise<void> {
  const [input = "", output = ""] = parameters;
  const start = performance.now();
  const cpu = process.cpuUsage();
  if (command === "bare") await bareCopy(input, output);
  else
    await loadLake({
      directory: output,
      paths: [input],
      templates: command === "templates",
      threads: THREADS,
    });
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1_000;

  process.stdout.write(JSON.stringify({ ms, cpuMs, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;
const bytesOf = (folder: string): number =>
  globSync("**/*.parquet", { cwd: join(folder, "logs") })
    .map((file) => statSync(join(folder, "logs", file)).size)
    .reduce((sum, size) => sum + size, 0);

async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-bench-lake-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  await writeLines(file("lines.json"), LINES, false);
  await writeLines(file("ids.json"), LINES, true);
  const size = statSync(file("lines.json")).size;
  console.log(
    `${LINES.toLocaleString("en")} lines of ${Math.round(size / LINES)} B, ${THREADS} threads, medians of ${ROUNDS} rounds`,
  );

  const runs: Record<string, Measured[]> = { bare: [], plain: [], templates: [], ids: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of ["plain", "templates", "ids"]) rmSync(file(name), { recursive: true, force: true });
    runs["bare"]!.push(measure("bare", file("lines.json"), file("bare.parquet")));
    runs["plain"]!.push(measure("plain", file("lines.json"), file("plain")));
    runs["templates"]!.push(measure("templates", file("lines.json"), file("templates")));
    runs["ids"]!.push(measure("plain", file("ids.json"), file("ids")));
  }
  const ms = (name: string) => median(runs[name]!.map((run) => run.ms));
  const megabytes = (name: string) => Math.max(...runs[name]!.map((run) => run.megabytes));
  const bare = ms("bare");
  const cpu = (name: string) => median(runs[name]!.map((run) => run.cpuMs));
  const row = (what: string, value: string, limit: string) =>
    console.log(`${what.padEnd(44)} ${value.padStart(14)}   ${limit}`);
  row("bare COPY", `${Math.round(bare)} ms`, "");
  row("whole contract", `${(ms("plain") / bare).toFixed(2)} ×`, "≤ 3 × bare");
  row("its CPU", `${(cpu("plain") / cpu("bare")).toFixed(2)} ×`, "≤ 3 × bare");
  row("with message_template", `${(ms("templates") / bare).toFixed(2)} ×`, "≤ 6 × bare");
  row("memory", `${Math.round(Math.max(megabytes("plain"), megabytes("templates")))} MB`, "≤ 800 MB");
  row("Parquet of the JSON, ids of file and line", percent(bytesOf(file("plain")) / size), "≤ 12 %");
  row(
    "Parquet of the JSON, random ids",
    percent(bytesOf(file("ids")) / statSync(file("ids.json")).size),
    "≤ 20 %",
  );
  await measureQuery(file, row);
  await measureTenfold(file, ms("plain"), megabytes("plain"), row);
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
type Row = (what: string, value: string, limit: string) => void;

async function measureQuery(file: (name: string) => string, row: Row): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:", { threads: String(THREADS) });
  const connection = await instance.connect();
  const onBare = `SELECT CAST(timestamp AS DATE) AS day, hour(timestamp) AS hour, COUNT(*), SUM(CASE WHEN level IN ('ERROR', 'FATAL') THEN 1 ELSE 0 END) FROM '${file("bare.parquet")}' GROUP BY ALL ORDER BY ALL`;
  const sql = renderQuery(namedQuery("error-rate-by-hour"));
  const [bare, lake]: [number[], number[]] = [[], []];
  for (let round = 0; round < 15; round += 1) {
    bare.push(await time(() => connection.runAndReadAll(onBare)));
    lake.push(await time(() => queryRows({ directory: file("plain"), sql })));
  }
  row(
    "error rate by hour, all of cumulog query",
    `${(median(lake) / median(bare)).toFixed(2)} ×`,
    `≤ 3 × on the bare copy (${median(bare).toFixed(0)} ms)`,
  );
}

async function measureTenfold(
  file: (name: string) => string,
  once: number,
  memory: number,
  row: Row,
): Promise<void> {
  if (process.env["TENFOLD"] === "0") return;
  await writeLines(file("tenfold.json"), LINES * 10, false);
  const tenfold = measure("plain", file("tenfold.json"), file("tenfold"));
  row("ten times the lines", `${(tenfold.ms / once).toFixed(1)} ×`, "≤ 11 × the time");
  row("their memory", `${Math.round(tenfold.megabytes)} MB`, `as of one (${Math.round(memory)} MB)`);
}

if (command === undefined) await main();
else await work();
