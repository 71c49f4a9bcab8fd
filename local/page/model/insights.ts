import type { MetricData } from "../charts/metric-data.ts";
import { callService } from "./api.ts";
import { type LookBack, searchedRange } from "./time-range.ts";

/** What a query of Logs Insights has found. */
export interface InsightsAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly matched: number;
  readonly scanned: number;
  /** The range that was looked through, in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

interface Results {
  readonly status: string;
  readonly results?: readonly (readonly { readonly field: string; readonly value?: string }[])[];
  readonly statistics?: { readonly recordsMatched?: number; readonly recordsScanned?: number };
}

const LIMIT = 1_000;
const WAIT_MS = 100;
const PATIENCE_MS = 60_000;
/** A pointer to the event, not for people. */
const HIDDEN = "@ptr";

/** @throws CallError when the query is wrong, Error when it fails or takes too long */
export async function askInsights(
  logGroupNames: readonly string[],
  queryString: string,
  range: LookBack,
): Promise<InsightsAnswer> {
  const { from, to } = searchedRange(range);
  const { queryId } = await callService<{ queryId: string }>("logs", "StartQuery", {
    logGroupNames,
    queryString,
    startTime: Math.floor(from / 1_000),
    endTime: Math.floor(to / 1_000),
    limit: LIMIT,
  });
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await callService<Results>("logs", "GetQueryResults", { queryId });
    if (answer.status === "Complete") return { ...tableOf(answer), from, to };
    if (!["Scheduled", "Running"].includes(answer.status))
      throw new Error(`The query ended as ${answer.status}.`);
    if (performance.now() > deadline) throw new Error("The query takes longer than a minute.");
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

function tableOf({ results = [], statistics = {} }: Results): Omit<InsightsAnswer, "from" | "to"> {
  const columns = [...new Set(results.flatMap((row) => row.map(({ field }) => field)))].filter(
    (name) => name !== HIDDEN,
  );
  return {
    columns,
    rows: results.map((row) => {
      const values = new Map(row.map(({ field, value }) => [field, value]));
      return columns.map((name) => values.get(name));
    }),
    matched: statistics.recordsMatched ?? 0,
    scanned: statistics.recordsScanned ?? 0,
  };
}

const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;

/** A column of times with numbers beside it, as `stats … by bin(5m)` makes it, for a chart; undefined for other tables. */
export function seriesIn({ columns, rows }: InsightsAnswer): MetricData | undefined {
  const time = columns.findIndex((name) => name.startsWith("bin("));
  const at =
    time === -1 ? columns.findIndex((_, place) => rows.every((row) => MOMENT.test(row[place] ?? ""))) : time;
  if (at === -1 || rows.length < 2 || columns[at]!.startsWith("@")) return undefined;
  const numbers = columns.flatMap((label, place) =>
    place !== at && rows.every((row) => row[place] === undefined || Number.isFinite(Number(row[place])))
      ? [{ label, place }]
      : [],
  );
  if (numbers.length === 0 || numbers.length < columns.length - 1) return undefined;
  const points = rows
    .map((row) => ({ row, time: Date.parse(`${row[at]!.replace(" ", "T")}Z`) / 1_000 }))
    .sort((one, other) => one.time - other.time);
  return {
    times: points.map((point) => point.time),
    series: numbers.map(({ label, place }) => ({
      label,
      values: points.map(({ row }) => (row[place] === undefined ? null : Number(row[place]))),
    })),
  };
}
