import type { ChartDescription } from "cumulog/analysis";
import type { ResultValue } from "../engine/values.ts";

/** A result with the names of its columns. */
export interface ChartData {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ResultValue[])[];
}

/** Column of a result. */
export function column({ columns, rows }: ChartData, name: string): readonly ResultValue[] {
  const index = columns.indexOf(name);
  return rows.map((row) => row[index] ?? null);
}

export const numberOf = (value: ResultValue): number | null => (typeof value === "number" ? value : null);

/** Text of the axis for each row: the columns of `x`, a day and an hour as one time. */
export function labels(data: ChartData, { x }: ChartDescription, timezone: string): readonly string[] {
  const values = x.map((name) => column(data, name));
  return data.rows.map((_, index) =>
    x.map((name, place) => labelOf(name, values[place]![index] ?? null, timezone)).join(" "),
  );
}

function labelOf(name: string, value: ResultValue, timezone: string): string {
  if (value === null) return "–";
  if (name === "hour") return `${String(value).padStart(2, "0")}:00`;
  if (name.endsWith("_ms") && typeof value === "number" && value > 1e11) return timeText(value, timezone);
  return String(value);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A time as people of a zone read it: 2026-01-31 23:59. */
export function timeText(time: number, timezone: string): string {
  let format = formats.get(timezone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
    formats.set(timezone, format);
  }
  return format.format(time);
}

/** Names of columns as words. */
export const wordsOf = (name: string): string => name.replaceAll("_", " ").replace(/ ms$/, " (ms)");

const LONGEST = 28;

/** A label that fits beside others. */
export const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
