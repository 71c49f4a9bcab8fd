import type { AlertCondition, AlertPolicy, LogMetric } from "../../semantics/index.ts";
import { patternFilter, UntranslatablePatternError } from "../../semantics/index.ts";
import type {
  BudgetSignal,
  CountSignal,
  RatioSignal,
  Signal,
  SilenceSignal,
  ValueSignal,
} from "../signal.ts";
import {
  countLimit,
  durationOf,
  enoughCondition,
  reduced,
  shareCondition,
  summed,
  thresholdCondition,
  valueLimit,
} from "./conditions.ts";
import type { SignalDifferenceName } from "./difference.ts";
import { InexpressibleSignalError } from "./inexpressible-signal-error.ts";
import { countingMetric, extractorOf, labelKey, metricFilterText, valueMetric } from "./metrics.ts";
import { bothFilters, type GoogleSignalNames } from "./names.ts";

/** What Google Cloud has to have so that a signal goes off, in the JSON form of its APIs. */
export interface GoogleSignalResources {
  readonly metrics: readonly LogMetric[];
  /** Without channels and documentation. */
  readonly policies: readonly AlertPolicy[];
  /** Where it may say something else than on AWS. */
  readonly differences: readonly SignalDifferenceName[];
}

/** Incidents close after half an hour without data, the shortest time there is. */
const STRATEGY = { autoClose: "1800s" } as const;

/** Percentiles of a distribution that Cloud Monitoring has. */
const PERCENTILES: Readonly<Record<string, string>> = {
  p99: "REDUCE_PERCENTILE_99",
  p95: "REDUCE_PERCENTILE_95",
  p50: "REDUCE_PERCENTILE_50",
  p5: "REDUCE_PERCENTILE_05",
};

/**
 * A signal as log-based metrics and alert policies of Google Cloud.
 *
 * @throws InexpressibleSignalError with the reason why Google Cloud cannot express it
 */
export function googleSignalResources(signal: Signal, names: GoogleSignalNames): GoogleSignalResources {
  try {
    return resources(signal, names);
  } catch (cause) {
    if (!(cause instanceof UntranslatablePatternError)) throw cause;
    throw new InexpressibleSignalError(cause.message, { cause });
  }
}

function resources(signal: Signal, names: GoogleSignalNames): GoogleSignalResources {
  switch (signal.kind) {
    case "count":
      return isEachEntry(signal) ? eachEntry(signal, names) : count(signal, names);
    case "value":
      return value(signal, names);
    case "ratio":
      return ratio(signal, names);
    case "silence":
      return silence(signal, names);
    case "budget":
      return budget(signal, names);
    case "unusual":
      throw new InexpressibleSignalError("Cloud Monitoring has no band of what is usual");
    case "query":
      throw new InexpressibleSignalError(
        "Google Cloud has no queries of Logs Insights; a condition in SQL would need another query",
      );
  }
}

function policy(displayName: string, conditions: readonly AlertCondition[], combiner = "OR"): AlertPolicy {
  return { displayName, combiner, conditions, alertStrategy: STRATEGY };
}

const resourceTypeOf = ({ resourceType = "global" }: GoogleSignalNames): string => resourceType;

/** More than none: a policy on the log itself needs no metric. */
function isEachEntry({ comparison, threshold, windows, alarmFor }: CountSignal): boolean {
  const more = comparison === "GreaterThanThreshold" ? threshold < 1 && threshold >= 0 : threshold === 1;
  return comparison.startsWith("Greater") && more && windows.of === 1 && alarmFor.length === 0;
}

function eachEntry(
  { pattern, within, dimensions }: CountSignal,
  names: GoogleSignalNames,
): GoogleSignalResources {
  const { filter, differences } = patternFilter(pattern);
  const labelExtractors = Object.fromEntries(
    Object.entries(dimensions).map(([name, selector]) => [labelKey(name), extractorOf(selector, pattern)]),
  );
  const condition: AlertCondition = {
    displayName: names.name,
    conditionMatchedLog: {
      filter: bothFilters(names.logFilter, filter),
      ...(Object.keys(labelExtractors).length > 0 && { labelExtractors }),
    },
  };
  const period = `${Math.min(Math.max(within, 300), 86_400)}s`;
  return {
    metrics: [],
    policies: [
      {
        ...policy(names.name, [condition]),
        alertStrategy: { ...STRATEGY, notificationRateLimit: { period } },
      },
    ],
    differences: [...differences, "each-entry"],
  };
}

function count(signal: CountSignal, names: GoogleSignalNames): GoogleSignalResources {
  const { metric, differences } = countingMetric(names, signal.pattern, undefined, signal.dimensions);
  const limit = countLimit(signal.comparison, signal.threshold);
  if (limit.comparison === "COMPARISON_LT")
    // Nothing at all is too few, too.
    return {
      metrics: [metric],
      policies: perLabels(signal, names, metric, (name, filter) => fewer(name, filter, signal, limit)),
      differences: [...differences, "sliding-window", "silence-from-the-start"],
    };
  const duration = durationOf(signal.within, signal.windows);
  return {
    metrics: [metric],
    policies: perLabels(signal, names, metric, (name, filter) =>
      thresholdCondition(name, filter, summed(signal.within), limit, { duration }),
    ),
    differences: [...differences, "sliding-window", "slow-close"],
  };
}

/** What is missing counts as passing the limit, which needs a duration of a minute at least. */
function fewer(
  name: string,
  filter: string,
  { within, windows }: Pick<CountSignal, "within" | "windows">,
  limit: ReturnType<typeof countLimit>,
): AlertCondition {
  const duration = durationOf(within, windows);
  return thresholdCondition(name, filter, summed(within), limit, {
    duration: duration === "0s" ? "60s" : duration,
    evaluationMissingData: "EVALUATION_MISSING_DATA_ACTIVE",
  });
}

/** A policy on all entries, and one for each set of dimension values. */
function perLabels(
  signal: CountSignal | ValueSignal,
  names: GoogleSignalNames,
  metric: LogMetric,
  condition: (name: string, filter: string) => AlertCondition,
): AlertPolicy[] {
  const sets = [{}, ...signal.alarmFor];
  return sets.map((values) => {
    const labels = Object.fromEntries(Object.entries(values).map(([name, value]) => [labelKey(name), value]));
    const suffix = Object.values(values).map((value) => `-${value}`.replaceAll(/[^\w-]+/g, "-"));
    const name = names.name + suffix.join("");
    return policy(name, [condition(name, metricFilterText(metric, resourceTypeOf(names), labels))]);
  });
}

function value(signal: ValueSignal, names: GoogleSignalNames): GoogleSignalResources {
  const duration = durationOf(signal.within, signal.windows);
  if (signal.statistic === "SampleCount") {
    const counted = countingMetric(names, signal.pattern, undefined, signal.dimensions);
    const limit = countLimit(signal.comparison, signal.threshold);
    return {
      metrics: [counted.metric],
      policies: perLabels(signal, names, counted.metric, (name, filter) =>
        thresholdCondition(name, filter, summed(signal.within), limit, { duration }),
      ),
      differences: [...counted.differences, "sliding-window", "slow-close"],
    };
  }
  const reducer = signal.statistic === "Average" ? "REDUCE_MEAN" : PERCENTILES[signal.statistic];
  if (reducer === undefined)
    throw new InexpressibleSignalError(
      `a distribution of Cloud Monitoring has no ${signal.statistic}: it has Average, SampleCount, ${Object.keys(PERCENTILES).join(", ")}`,
    );
  const { metric, differences } = valueMetric(names, signal);
  return {
    metrics: [metric],
    policies: perLabels(signal, names, metric, (name, filter) =>
      thresholdCondition(
        name,
        filter,
        reduced(signal.within, reducer),
        valueLimit(signal.comparison, signal.threshold),
        { duration },
      ),
    ),
    differences: [
      ...differences,
      "sliding-window",
      "slow-close",
      ...(reducer === "REDUCE_MEAN" ? [] : (["estimated-percentile"] as const)),
      ...(signal.comparison.endsWith("OrEqualToThreshold") ? (["strict-limit"] as const) : []),
    ],
  };
}

function ratio(signal: RatioSignal, names: GoogleSignalNames): GoogleSignalResources {
  const of = countingMetric(names, signal.of, "matching");
  const to = countingMetric(names, signal.to, "all");
  const resourceType = resourceTypeOf(names);
  const limit = valueLimit(signal.comparison, Number((signal.threshold / 100).toPrecision(12)));
  if (limit.comparison === "COMPARISON_LT")
    throw new InexpressibleSignalError("a ratio without any matching entry is no ratio for Cloud Monitoring");
  const share = shareCondition(
    names.name,
    { of: of.metric, to: to.metric, resourceType },
    signal.within,
    limit,
    durationOf(signal.within, signal.windows),
  );
  const enough = enoughCondition(
    `${names.name}: enough events`,
    to.metric,
    resourceType,
    signal.within,
    signal.minimum,
  );
  return {
    metrics: [of.metric, to.metric],
    policies: [signal.minimum > 1 ? policy(names.name, [share, enough], "AND") : policy(names.name, [share])],
    differences: [
      ...of.differences,
      ...to.differences,
      "sliding-window",
      "slow-close",
      ...(signal.comparison.endsWith("OrEqualToThreshold") ? (["strict-limit"] as const) : []),
    ],
  };
}

function silence({ pattern, within }: SilenceSignal, names: GoogleSignalNames): GoogleSignalResources {
  const { metric, differences } = countingMetric(names, pattern);
  const filter = metricFilterText(metric, resourceTypeOf(names));
  const none = { comparison: "COMPARISON_LT", thresholdValue: 1 };
  const condition = fewer(names.name, filter, { within, windows: { over: 1, of: 1 } }, none);
  return {
    metrics: [metric],
    policies: [policy(names.name, [condition])],
    differences: [...differences, "silence-from-the-start"],
  };
}

/** A policy for each rate; both of its windows must be over the factor, and have enough events. */
function budget(signal: BudgetSignal, names: GoogleSignalNames): GoogleSignalResources {
  const of = countingMetric(names, signal.of, "failed");
  const to = countingMetric(names, signal.to, "all");
  const resourceType = resourceTypeOf(names);
  const policies = signal.rates.map(({ name, factor, long, short }) => {
    const limit = {
      comparison: "COMPARISON_GT",
      thresholdValue: Number((factor * signal.allowed).toPrecision(12)),
    };
    const windows = [
      ["long", long],
      ["short", short],
    ] as const;
    const conditions = windows.flatMap(([size, seconds]) => [
      shareCondition(
        `${names.name}-${name}-${size}`,
        { of: of.metric, to: to.metric, resourceType },
        seconds,
        limit,
      ),
      ...(signal.minimum > 1
        ? [
            enoughCondition(
              `${names.name}-${name}-${size}: enough events`,
              to.metric,
              resourceType,
              seconds,
              signal.minimum,
            ),
          ]
        : []),
    ]);
    return policy(`${names.name}-${name}`, conditions, "AND");
  });
  return {
    metrics: [of.metric, to.metric],
    policies,
    differences: [...of.differences, ...to.differences, "sliding-window", "slow-close"],
  };
}
