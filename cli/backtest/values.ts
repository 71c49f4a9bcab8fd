import { styleText } from "node:util";
import Table from "cli-table3";
import { readTexts, SeriesScorer } from "cumulog/analysis";
import { type BacktestCommandOptions, refuseAlarmOptions } from "./options.ts";
import { withProgress } from "./progress.ts";

/** From this score on a value is told. */
const TOLD_FROM = 0.5;
const LINES_A_WRITE = 5_000;
const COLUMNS = /\s*[,;\t]\s*/;

/** One value of a series, with what the detector said of it when it came. */
interface ScoredValue {
  /** The time as it was written. */
  readonly timestamp: string;
  readonly value: number;
  /** From 0 to 1; from 0.5 on it is told. */
  readonly score: number;
  readonly expected: number;
}

/** `cumulog backtest --values`. */
export async function backtestValues(
  paths: readonly string[],
  options: BacktestCommandOptions,
): Promise<void> {
  refuseAlarmOptions("--values", options);
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0 || options.group !== undefined)
    throw new Error("--values reads one file of lines timestamp,value, or - for the standard input.");
  await withProgress([], options, async ({ signal }) => {
    const scored = await scoreValues(path, signal);
    if (options.scores) await printScores(scored);
    else showValues(scored, options.json);
  });
}

/**
 * Scores a file of lines `timestamp,value`, each value by what came before it.
 * @throws Error when a line has no time.
 */
async function scoreValues(path: string, signal: AbortSignal): Promise<ScoredValue[]> {
  const scorer = new SeriesScorer();
  const scored: ScoredValue[] = [];
  for await (const lines of readTexts(path)) {
    if (signal.aborted) break;
    for (const { text, line } of lines) {
      const [timestamp = "", written = ""] = text
        .replace(/^\uFEFF/, "")
        .replaceAll('"', "")
        .trim()
        .split(COLUMNS);
      const time = timeOf(timestamp);
      if (Number.isNaN(time)) {
        // What columns are called stands in the first line.
        if (line === 1) continue;
        throw new Error(
          `${path}, line ${line}: expected a time and a value, such as 2026-01-05 10:00:00,17.5`,
        );
      }
      const value = written === "" ? Number.NaN : Number(written);
      const { score, expected } = scorer.observe(time, value);
      scored.push({ timestamp, value, score, expected });
    }
  }
  if (scored.length === 0) throw new Error(`${path} has no lines with a time and a value.`);
  return scored;
}

/** ISO, the same with a space and in UTC without a zone, or seconds or milliseconds since 1970. */
function timeOf(text: string): number {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (/^\d{12,13}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return Number.NaN;
  const iso = text.replace(" ", "T");
  return Date.parse(/[zZ]$|[+-]\d\d:?\d\d$/.test(iso) || iso.length === 10 ? iso : `${iso}Z`);
}

/** Prints every value with its score, as CSV. */
async function printScores(scored: readonly ScoredValue[]): Promise<void> {
  process.stdout.write("timestamp,value,anomaly_score\n");
  for (let start = 0; start < scored.length; start += LINES_A_WRITE) {
    const text = scored
      .slice(start, start + LINES_A_WRITE)
      .map(
        ({ timestamp, value, score }) =>
          `${timestamp},${Number.isNaN(value) ? "" : value},${score.toFixed(6)}\n`,
      )
      .join("");
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}

/** Prints the values that are unusual, for people or as JSON. */
function showValues(scored: readonly ScoredValue[], json: boolean): void {
  const unusual = scored.filter(({ score }) => score >= TOLD_FROM);
  if (json) {
    process.stdout.write(`${JSON.stringify({ values: scored.length, anomalies: unusual }, null, 2)}\n`);
    return;
  }
  const table = new Table({
    head: ["time", "value", "usual", "score"].map((name) =>
      styleText("bold", name, { stream: process.stdout }),
    ),
    style: { head: [], border: [], compact: true },
  });
  for (const { timestamp, value, score, expected } of unusual)
    table.push([timestamp, String(value), String(Number(expected.toPrecision(4))), score.toFixed(2)]);
  if (unusual.length > 0) process.stdout.write(`${table.toString()}\n`);
  process.stderr.write(`${unusual.length} of ${scored.length} values are unusual\n`);
}
