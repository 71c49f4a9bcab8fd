import type { Evaluate } from "../compile-expression.ts";
import { type Row, TableRow } from "../rows/row.ts";
import type { StepRuntime } from "../steps.ts";
import { textOf, type Value } from "../values.ts";
import type { PatternFinder, TextPattern } from "./find-patterns.ts";

/** What `pattern` shows. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Pattern.html */
export const PATTERN_COLUMNS = ["@pattern", "@sampleCount", "@ratio", "@severityLabel"] as const;
/** What `diff` and `logcompare` add. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData_Compare.html */
export const DIFFERENCE_COLUMNS = ["@differenceCount", "@differenceDescription"] as const;
/** What `anomaly` adds. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Anomaly.html */
export const ANOMALY_COLUMNS = ["@anomalyType", "@anomalyDescription"] as const;

/** Patterns with how often each was there, now and in the range compared with. */
export interface ComparedPattern extends TextPattern {
  readonly before: number;
}

/** A pattern that occurs more or less often than before. */
export interface PatternAnomaly {
  readonly type: string;
  readonly description: string;
}

/** Says what is unusual in the frequency of a pattern; undefined when nothing is. */
export type AnomalyJudge = (pattern: ComparedPattern) => PatternAnomaly | undefined;

/** The rows of `pattern`: one for each structure, the most frequent first. */
export function patternRows(rows: readonly Row[], text: Evaluate, find: PatternFinder): TableRow[] {
  const texts = rows.map((row) => textOf(text(row))).filter((value) => value !== undefined);
  return find(texts).map(
    ({ pattern, count }) =>
      new TableRow(
        new Map<string, Value>([
          ["@pattern", pattern],
          ["@sampleCount", count],
          ["@ratio", Number((count / texts.length).toFixed(4))],
          ["@severityLabel", severityOf(pattern)],
        ]),
      ),
  );
}

/** How the patterns of a query differ from those of another range of time, the largest difference first. */
export function differenceRows(
  rows: readonly Row[],
  runtime: StepRuntime,
  [start, end]: readonly [start: number, end: number],
): Row[] {
  const compared = comparePatterns(rows, runtime.earlier(start, end));
  return compared
    .map(({ pattern, count, before }) => {
      const kept = rows.find((row) => row.get("@pattern") === pattern);
      const row = kept ?? goneRow(pattern);
      row.set("@differenceCount", count - before);
      row.set("@differenceDescription", describe(count, before));
      return row;
    })
    .sort((one, other) => differenceOf(other) - differenceOf(one));
}

/** What is unusual about patterns beside those of the same length of time before; only unusual ones are kept. */
export function anomalyRows(
  rows: readonly Row[],
  runtime: StepRuntime,
  [start, end]: readonly [start: number, end: number],
  judge: AnomalyJudge,
): Row[] {
  const compared = new Map(
    comparePatterns(rows, runtime.earlier(start, end)).map((pattern) => [pattern.pattern, pattern]),
  );
  return rows.filter((row) => {
    const pattern = compared.get(String(row.get("@pattern")));
    const anomaly = pattern && judge(pattern);
    if (!anomaly) return false;
    row.set("@anomalyType", anomaly.type);
    row.set("@anomalyDescription", anomaly.description);
    return true;
  });
}

/** A pattern that was not there before, or is so many times as frequent as before. */
const FACTOR = 3;
const ENOUGH = 10;

/** New patterns, and those whose frequency changed threefold, when nothing better is given. */
export const judgeAnomaly: AnomalyJudge = ({ count, before }) => {
  if (count === 0) return undefined;
  if (before === 0)
    return { type: "NewPattern", description: `${count} events of a pattern that was not there before` };
  const more = count >= ENOUGH && count > before * FACTOR;
  const fewer = before >= ENOUGH && before > count * FACTOR;
  return more || fewer
    ? { type: "PatternFrequency", description: `${count} events where ${before} were before` }
    : undefined;
};

function comparePatterns(rows: readonly Row[], earlier: readonly Row[]): ComparedPattern[] {
  const before = countsOf(earlier);
  const now = countsOf(rows);
  const patterns = new Set([...now.keys(), ...before.keys()]);
  return [...patterns].map((pattern) => ({
    pattern,
    count: now.get(pattern) ?? 0,
    before: before.get(pattern) ?? 0,
  }));
}

function countsOf(rows: readonly Row[]): Map<string, number> {
  return new Map(rows.map((row) => [String(row.get("@pattern")), Number(row.get("@sampleCount"))]));
}

function goneRow(pattern: string): TableRow {
  return new TableRow(
    new Map<string, Value>([
      ["@pattern", pattern],
      ["@sampleCount", 0],
      ["@ratio", 0],
      ["@severityLabel", severityOf(pattern)],
    ]),
  );
}

function differenceOf(row: Row): number {
  return Math.abs(Number(row.get("@differenceCount")));
}

function describe(count: number, before: number): string {
  if (before === 0) return "New pattern";
  if (count === 0) return "Pattern is gone";
  const percent = Math.round((100 * (count - before)) / before);
  return percent === 0 ? "No change" : `${percent > 0 ? "+" : ""}${percent}%`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData_Patterns.html */
function severityOf(pattern: string): string {
  if (/error/i.test(pattern)) return "ERROR";
  return /warn/i.test(pattern) ? "WARN" : "INFO";
}
