import { COMPARISONS } from "./comparison.ts";
import type { RealSlot, Slot } from "./considered-datapoints.ts";
import { reasonNumber } from "./reason-number.ts";
import type { Alarm, AlarmReasonData, EvaluationOptions } from "./types.ts";

/**
 * @param real The datapoints compared, newest first.
 * @param evaluated The periods compared, newest first, missing ones included.
 */
export function reasonDataOf(
  alarm: Alarm,
  real: readonly RealSlot[],
  evaluated: readonly Slot[],
  options: EvaluationOptions,
): AlarmReasonData {
  const oldestFirst = real.toReversed();
  const oldest = oldestFirst[0]?.timestamp;
  const operator = alarm.comparisonOperator;
  const isBand = COMPARISONS[operator].band;
  const statistic = alarm.statistic ?? alarm.extendedStatistic;
  const edges = (edge: "lower" | "upper") => oldestFirst.map((slot) => slot[edge] ?? Number.NaN);
  return {
    version: "1.0",
    ...(options.now !== undefined && { queryDate: longDate(options.now) }),
    ...(oldest !== undefined && { startDate: longDate(oldest) }),
    ...(alarm.unit !== undefined && { unit: alarm.unit }),
    ...(statistic !== undefined && { statistic }),
    period: alarm.period ?? 60,
    recentDatapoints: oldestFirst.map(({ value }) => value),
    ...(!isBand && alarm.threshold !== undefined && { threshold: alarm.threshold }),
    ...(isBand && operator !== "GreaterThanUpperThreshold" && { recentLowerThresholds: edges("lower") }),
    ...(isBand && operator !== "LessThanLowerThreshold" && { recentUpperThresholds: edges("upper") }),
    evaluatedDatapoints: evaluated.map(({ timestamp, sampleCount, value }) => ({
      ...(timestamp !== undefined && { timestamp: longDate(timestamp) }),
      ...(value !== undefined && sampleCount !== undefined && { sampleCount }),
      ...(value !== undefined && { value }),
    })),
  };
}

/** Members that are whole numbers; all others are measured. */
const COUNTS: ReadonlySet<string> = new Set(["period", "queryResultsToEvaluate", "queryResultsToAlarm"]);

/** The text that DescribeAlarms returns as StateReasonData: measured numbers carry a decimal point. */
export function serializeReasonData(data: object): string {
  const members = Object.entries(data).map(([name, value]) => {
    const text = typeof value === "number" && !COUNTS.has(name) ? reasonNumber(value) : jsonText(value);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{${members.join(",")}}`;
}

function jsonText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => (typeof item === "number" ? reasonNumber(item) : jsonText(item))).join(",")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([name, item]) =>
        `${JSON.stringify(name)}:${typeof item === "number" ? reasonNumber(item) : jsonText(item)}`,
    );
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** `2022-11-08T11:26:05.399+0000`. */
export function longDate(timestamp: number): string {
  return new Date(timestamp).toISOString().replace("Z", "+0000");
}
