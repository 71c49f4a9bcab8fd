import { expect } from "vitest";
import { compileLoggingFilter } from "../../../../lib/semantics/cloud-logging/filter/compile.ts";
import type { LogEntry } from "../../../../lib/semantics/cloud-logging/log-entry.ts";
import { countLogEntries } from "../../../../lib/semantics/cloud-logging/log-metric/count-log-entries.ts";
import type { LogMetric } from "../../../../lib/semantics/cloud-logging/log-metric/types.ts";
import {
  LOG_METRIC_LABEL_VALUE_MAX_LENGTH,
  LOG_METRIC_MAX_ACTIVE_SERIES,
  LOG_METRIC_MAX_LABELS,
  LOG_METRIC_VISIBLE_AFTER_MS,
} from "../../../../lib/semantics/limits.ts";
import corpus from "../../../conformance/log-metrics.json" with { type: "json" };
import { runTiers, type TieredCase } from "../../../conformance/tiers.ts";

interface Sink {
  readonly destination?: string;
  readonly filter?: string;
  readonly disabled?: boolean;
  readonly exclusions?: readonly { readonly filter: string }[];
}

interface CountCase extends TieredCase {
  readonly kind: "count";
  readonly metric: LogMetric;
  readonly entries: readonly LogEntry[];
  readonly sinks?: readonly Sink[];
  readonly expected: {
    readonly seriesCount?: number;
    readonly series?: readonly {
      readonly resource: unknown;
      readonly labels: unknown;
      readonly points?: readonly (readonly [string, number])[];
      readonly distribution?: { readonly mean: number };
    }[];
  };
}

interface FactCase extends TieredCase {
  readonly kind: "fact";
  readonly value: unknown;
}

const FACTS: Readonly<Record<string, unknown>> = {
  "user-defined labels per metric": LOG_METRIC_MAX_LABELS,
  "minutes until a new metric can be used by a policy (up to)": LOG_METRIC_VISIBLE_AFTER_MS / 60_000,
  "characters of a label value": LOG_METRIC_LABEL_VALUE_MAX_LENGTH,
  "active time series per metric": LOG_METRIC_MAX_ACTIVE_SERIES,
};

/** Entries that the metric gets to see: those that reach its bucket, or all. */
function seen({ metric, entries, sinks = [] }: CountCase): readonly LogEntry[] {
  const { bucketName } = metric;
  if (bucketName === undefined) return entries;
  const matches = (entry: LogEntry, filter = "") => compileLoggingFilter(filter).matches(entry);
  return entries.filter((entry) =>
    sinks.some(
      ({ destination, filter, disabled, exclusions = [] }) =>
        destination === `logging.googleapis.com/${bucketName}` &&
        !disabled &&
        matches(entry, filter) &&
        !exclusions.some((exclusion) => matches(entry, exclusion.filter)),
    ),
  );
}

const cases = corpus.cases as readonly TieredCase[] as readonly (CountCase | FactCase)[];

runTiers(
  "log-based metrics: counting",
  cases.filter(({ kind }) => kind === "count" || kind === "fact"),
  (one) => {
    if (one.kind === "fact") {
      expect(FACTS[one.name]).toBe(one.value);
      return;
    }
    const counted = countLogEntries(one.metric, seen(one));

    const { seriesCount, series } = one.expected;
    if (seriesCount !== undefined) expect(counted).toHaveLength(seriesCount);
    if (!series) return;
    expect(counted).toHaveLength(series.length);
    for (const [index, { resource, labels, points, distribution }] of series.entries()) {
      expect(counted[index]).toMatchObject({ resource, labels });
      if (points)
        expect(counted[index]!.points).toEqual(
          points.map(([time, value]) => ({ minute: Date.parse(time), value })),
        );
      if (distribution)
        expect(counted[index]!.points.map(({ value }) => value)).toEqual([
          expect.objectContaining({ ...distribution, mean: expect.closeTo(distribution.mean, 9) }),
        ]);
    }
  },
);
