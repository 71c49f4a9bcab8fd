/**
 * Backtests one alarm over an access log and prints the speed beside `grep -c` on the same file, and the memory.
 *
 * `node bench/backtest.ts` writes 1 GB to the temporary directory first; `--megabytes 100` less, `--file access.log` uses a file.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readBlocks } from "../lib/analysis/lines/read-blocks.ts";
import { alarmSetOf } from "../local/backtest/alarm-definition.ts";
import { runBacktest } from "../local/backtest/backtest.ts";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "1000" },
    file: { type: "string" },
    rounds: { type: "string", default: "3" },
    child: { type: "boolean", default: false },
  },
});

const PATTERN = "[ip, identity, user, time, request, status = 5*, ...]";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

async function writeLog(path: string, bytes: number): Promise<void> {
  const out = createWriteStream(path);
  let written = 0;
  for (let index = 0; written < bytes; ) {
    let chunk = "";
    for (let line = 0; line < 5_000; line++, index++) {
      const time = new Date(Date.UTC(2026, 0, 1) + index * 250);
      const stamp = `${String(time.getUTCDate()).padStart(2, "0")}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000`;
      const status = index % 997 === 0 ? 503 : index % 31 === 0 ? 404 : 200;
      chunk += `192.0.2.${index % 250} - - [${stamp}] "GET /products/${index % 5_000}?page=${index % 7} HTTP/1.1" ${status} ${index % 90_000} "https://example.com/list" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"\n`;
    }
    written += chunk.length;
    if (!out.write(chunk)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
}

async function runChild(file: string): Promise<void> {
  const set = alarmSetOf([{ name: "errors", pattern: PATTERN, moreThan: 1, within: 300 }]);
  const started = performance.now();
  const { events, alarms } = await runBacktest(set, readBlocks([file]));
  const seconds = (performance.now() - started) / 1_000;
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(
    JSON.stringify({ events, firings: alarms[0]!.firings.length, seconds, megabytes: maxRSS / 1_024 }),
  );
}

const median = (numbers: number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

async function compare(file: string): Promise<void> {
  const size = statSync(file).size / 1e6;
  const ours: number[] = [];
  const grep: number[] = [];
  let last = { events: 0, firings: 0, seconds: 0, megabytes: 0 };
  for (let round = 0; round < Number(values.rounds); round++) {
    const started = performance.now();
    execFileSync("grep", ["-c", '" 5', file], { env: { ...process.env, LC_ALL: "C" } });
    grep.push((performance.now() - started) / 1_000);
    last = JSON.parse(
      execFileSync(process.execPath, [import.meta.filename, "--child", "--file", file], { encoding: "utf8" }),
    ) as typeof last;
    ours.push(last.seconds);
  }
  const [mine, theirs] = [median(ours), median(grep)];
  process.stdout.write(
    `${size.toFixed(0)} MB, ${last.events.toLocaleString("en")} events, the alarm went off ${last.firings} times\n` +
      `backtest  ${mine.toFixed(2)} s  ${(size / mine).toFixed(0)} MB/s  ${(last.events / mine / 1e3).toFixed(0)} k events/s  ${last.megabytes.toFixed(0)} MB resident at most\n` +
      `grep -c   ${theirs.toFixed(2)} s  ${(size / theirs).toFixed(0)} MB/s  (backtest takes ${(mine / theirs).toFixed(1)} × as long)\n`,
  );
}

if (values.child) await runChild(values.file!);
else if (values.file) await compare(values.file);
else {
  const folder = mkdtempSync(join(tmpdir(), "backtest-"));
  try {
    const file = join(folder, "access.log");
    await writeLog(file, Number(values.megabytes) * 1e6);
    await compare(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
