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
  const found = new Map<string, { readonly label: string; readonly points: [number, number][] }>();
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
    for (const [index, { Id, Label, Timestamps, Values }] of page.MetricDataResults.entries()) {
      const key = `${Id} ${index}`;
      const line = found.get(key) ?? { label: Label, points: [] };
      for (const [at, time] of Timestamps.entries()) line.points.push([time * 1_000, Values[at]!]);
      found.set(key, line);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return [...found.values()];
}
