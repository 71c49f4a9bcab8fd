/**
 * Backtests one alarm over a log and prints the speed beside `grep -c` on the same file, the memory, and what `--suggest` costs.
 * grep only counts lines: it reads no times and judges no alarm.
 *
 * `node bench/backtest.ts` writes 1 GB of access log to the temporary directory first; `--megabytes 100` less, `--kind text` or
 * `--kind json` other lines, `--file access.log` uses a file.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readInThread } from "../lib/analysis/lines/read-in-thread.ts";
import { alarmSetOf } from "../local/backtest/alarm-definition.ts";
import { runBacktest, runSuggestion } from "../local/backtest/backtest.ts";
import { keepResults, median } from "./results.ts";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "1000" },
    file: { type: "string" },
    kind: { type: "string", default: "access" },
    suggest: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    child: { type: "boolean", default: false },
  },
});

interface Kind {
  readonly pattern: string;
  /** What grep counts instead. */
  readonly searched: string;
  readonly line: (time: Date, index: number) => string;
}

const levelOf = (index: number) => (index % 997 === 0 ? "ERROR" : index % 31 === 0 ? "WARN" : "INFO");
const KINDS: Readonly<Record<string, Kind>> = {
  access: {
    pattern: "[ip, identity, user, time, request, status = 5*, ...]",
    searched: '" 5',
    line(time, index) {
      const stamp = `${String(time.getUTCDate()).padStart(2, "0")}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000`;
      const status = index % 997 === 0 ? 503 : index % 31 === 0 ? 404 : 200;
      return `192.0.2.${index % 250} - - [${stamp}] "GET /products/${index % 5_000}?page=${index % 7} HTTP/1.1" ${status} ${index % 90_000} "https://example.com/list" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"`;
    },
  },
  text: {
    pattern: "ERROR",
    searched: "ERROR",
    line: (time, index) =>
      `${time.toISOString()} ${levelOf(index)} [http-nio-8080-exec-${index % 20}] com.example.shop.CheckoutController - request ${index} for customer ${index % 9_999} took ${index % 1_500} ms and returned ${index % 90_000} bytes over HTTP/1.1 keep-alive`,
  },
  json: {
    pattern: '{ $.level = "ERROR" }',
    searched: '"level":"ERROR"',
    line: (time, index) =>
      JSON.stringify({
        level: levelOf(index),
        time: time.toISOString(),
        logger: "com.example.shop.CheckoutController",
        message: `request ${index} for customer ${index % 9_999}`,
        durationMs: index % 1_500,
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
  },
};

const kind = KINDS[values.kind];
if (!kind) throw new Error(`--kind ${values.kind}: expected ${Object.keys(KINDS).join(", ")}.`);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

async function writeLog(path: string, bytes: number, { line }: Kind): Promise<void> {
  const out = createWriteStream(path);
  let written = 0;
  for (let index = 0; written < bytes; ) {
    let chunk = "";
    for (let count = 0; count < 5_000; count++, index++)
      chunk += `${line(new Date(Date.UTC(2026, 0, 1) + index * 250), index)}\n`;
    written += chunk.length;
    if (!out.write(chunk)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

async function runChild(file: string, { pattern }: Kind): Promise<void> {
  const set = alarmSetOf([{ name: "errors", pattern, moreThan: 1, within: 300 }]);
  const started = performance.now();
  const reading = readInThread([file]);
  const { events, alarms } = values.suggest
    ? (await runSuggestion(set, reading)).result
    : await runBacktest(set, reading);
  const seconds = (performance.now() - started) / 1_000;
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(
    JSON.stringify({ events, firings: alarms[0]!.firings.length, seconds, megabytes: maxRSS / 1_024 }),
  );
}

interface Outcome {
  readonly events: number;
  readonly firings: number;
  readonly seconds: number;
  readonly megabytes: number;
}

const inChild = (file: string, ...flags: string[]): Outcome =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [...process.execArgv, import.meta.filename, "--child", "--file", file, "--kind", values.kind, ...flags],
      { encoding: "utf8" },
    ),
  ) as Outcome;

async function compare(file: string, { searched }: Kind): Promise<void> {
  const size = statSync(file).size / 1e6;
  const ours: number[] = [];
  const suggested: number[] = [];
  const grep: number[] = [];
  let last: Outcome = { events: 0, firings: 0, seconds: 0, megabytes: 0 };
  for (let round = 0; round < Number(values.rounds); round++) {
    const started = performance.now();
    execFileSync("grep", ["-c", searched, file], { env: { ...process.env, LC_ALL: "C" } });
    grep.push((performance.now() - started) / 1_000);
    last = inChild(file);
    ours.push(last.seconds);
    suggested.push(inChild(file, "--suggest").seconds);
  }
  const [mine, theirs] = [median(ours), median(grep)];
  keepResults("backtest", "grep -c counts matching lines and knows no time", {
    [values.kind]: {
      megabytes: size,
      seconds: mine,
      megabytesOfMemory: last.megabytes,
      grepSeconds: theirs,
      suggestSeconds: median(suggested),
    },
  });
  process.stdout.write(
    `${size.toFixed(0)} MB, ${last.events.toLocaleString("en")} events, the alarm went off ${last.firings} times\n` +
      `backtest  ${mine.toFixed(2)} s  ${(size / mine).toFixed(0)} MB/s  ${(last.events / mine / 1e3).toFixed(0)} k events/s  ${last.megabytes.toFixed(0)} MB resident at most\n` +
      `grep -c   ${theirs.toFixed(2)} s  ${(size / theirs).toFixed(0)} MB/s  (backtest takes ${(mine / theirs).toFixed(1)} × as long)\n` +
      `--suggest ${median(suggested).toFixed(2)} s  ${(median(suggested) / mine).toFixed(2)} × one backtest, for twenty thresholds\n`,
  );
}

if (values.child) await runChild(values.file!, kind);
else if (values.file) await compare(values.file, kind);
else {
  const folder = mkdtempSync(join(tmpdir(), "backtest-"));
  try {
    const file = join(folder, "access.log");
    await writeLog(file, Number(values.megabytes) * 1e6, kind);
    await compare(file, kind);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
