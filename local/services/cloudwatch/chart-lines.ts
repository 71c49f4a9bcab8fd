import type { Cloud } from "../../kernel/cloud.ts";
import type { MetricDataQuery } from "./metric-data-query.ts";

/** One line of a chart. */
export interface ChartLine {
  readonly label: string;
  /** Times in milliseconds since the epoch, ascending. */
  readonly points: readonly (readonly [time: number, value: number])[];
}

interface Page {
  readonly MetricDataResults: readonly {
    readonly Id: string;
    readonly Label: string;
    readonly Timestamps: readonly number[];
    readonly Values: readonly number[];
    /** `PartialData` of a series that goes on in the next page. */
    readonly StatusCode: string;
  }[];
  readonly NextToken?: string;
}

/**
 * What GetMetricData gives for queries, a line for each series.
 *
 * @param end milliseconds since the epoch, as is `start`; not in the range
 */
export async function chartLines(
  cloud: Cloud,
  queries: readonly MetricDataQuery[],
  { start, end }: { readonly start: number; readonly end: number },
): Promise<ChartLine[]> {
  const lines: Line[] = [];
  const unfinished: Line[] = [];
  if (queries.length === 0) return [];
  let token: string | undefined;
  do {
    const page: Page = await cloud.call("monitoring", "GetMetricData", {
      MetricDataQueries: queries,
      StartTime: start / 1_000,
      EndTime: end / 1_000,
      ScanBy: "TimestampAscending",
      ...(token !== undefined && { NextToken: token }),
    });
    for (const { Id, Label, Timestamps, Values, StatusCode } of page.MetricDataResults) {
      // A later page leaves out what is complete, and several series may have the same id and label: the first of them is meant.
      const known =
        token === undefined ? -1 : unfinished.findIndex(({ id, label }) => id === Id && label === Label);
      const line = unfinished[known] ?? { id: Id, label: Label, points: [] };
      if (known < 0) lines.push(line);
      if (known >= 0 && StatusCode === "Complete") unfinished.splice(known, 1);
      if (known < 0 && StatusCode !== "Complete") unfinished.push(line);
      for (const [at, time] of Timestamps.entries()) line.points.push([time * 1_000, Values[at]!]);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return lines.map(({ label, points }) => ({ label, points }));
}

interface Line {
  readonly id: string;
  readonly label: string;
  readonly points: [time: number, value: number][];
}
