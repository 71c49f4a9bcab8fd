import { callService } from "../model/api.ts";
import type { MetricDataQuery } from "../model/cloud-types.ts";

/** Values of several metrics at common times; null where a metric has none. */
export interface MetricData {
  /** Seconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

interface Page {
  readonly MetricDataResults: readonly {
    readonly Id: string;
    readonly Label?: string;
    readonly Timestamps: readonly (number | string)[];
    readonly Values: readonly number[];
  }[];
  readonly NextToken?: string;
}

export interface Range {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
}

const MOST_POINTS = 1_500;

/** GetMetricData over a range; the gaps of each period are explicit. */
export async function fetchMetricData(
  queries: readonly MetricDataQuery[],
  { start, end }: Range,
  period: number,
): Promise<MetricData> {
  const found = new Map<string, { label: string; values: Map<number, number> }>();
  let page: Page | undefined;
  do {
    page = await callService<Page>("monitoring", "GetMetricData", {
      MetricDataQueries: queries,
      StartTime: start / 1_000,
      EndTime: end / 1_000,
      ScanBy: "TimestampAscending",
      ...(page?.NextToken !== undefined && { NextToken: page.NextToken }),
    });
    for (const [index, { Id, Label, Timestamps, Values }] of page.MetricDataResults.entries()) {
      const key = `${Id} ${index}`;
      const one = found.get(key) ?? { label: Label ?? Id, values: new Map() };
      for (const [at, time] of Timestamps.entries()) one.values.set(secondsOf(time), Values[at]!);
      found.set(key, one);
    }
  } while (page.NextToken !== undefined);
  const times = gridOf(
    [...found.values()].flatMap(({ values }) => [...values.keys()]),
    start,
    end,
    period,
  );
  return {
    times,
    series: [...found.values()].map(({ label, values }) => ({
      label,
      values: times.map((time) => values.get(time) ?? null),
    })),
  };
}

/** A period that leaves no more points than a chart can show. */
export function periodFor({ start, end }: Range, wanted: number): number {
  const least = (end - start) / 1_000 / MOST_POINTS;
  const steps = [1, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400];
  return Math.max(wanted, steps.find((step) => step >= least) ?? 86_400);
}

/** Every period of the range, in phase with the datapoints. */
function gridOf(known: readonly number[], start: number, end: number, period: number): number[] {
  const phase = known.length > 0 ? ((known[0]! % period) + period) % period : 0;
  const first = Math.ceil((start / 1_000 - phase) / period) * period + phase;
  const times = new Set(known);
  for (let time = first; time < end / 1_000 && times.size < MOST_POINTS * 2; time += period) times.add(time);
  return [...times].sort((one, other) => one - other);
}

function secondsOf(time: number | string): number {
  return typeof time === "number" ? time : Date.parse(time) / 1_000;
}
