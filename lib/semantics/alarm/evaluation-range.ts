import { ALARM_HIGH_RESOLUTION_PERIODS, ALARM_MAX_EVALUATION_SECONDS } from "../limits.ts";
import type { Alarm, TreatMissingData } from "./types.ts";

/** Periods that are read in addition to the N compared ones; fits every row of the service's tables. */
const EXTRA_PERIODS = 2;

/**
 * How many periods an evaluation reads, so that late and missing datapoints can be passed over.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 */
export function evaluationRange(alarm: Pick<Alarm, "evaluationPeriods">): number {
  return alarm.evaluationPeriods + EXTRA_PERIODS;
}

/**
 * Seconds between two evaluations: an hour when the compared periods cover more than a day, ten seconds for a
 * high-resolution period, a minute otherwise.
 */
export function evaluationInterval(alarm: Pick<Alarm, "evaluationPeriods" | "period">): number {
  const period = alarm.period ?? 60;
  if (alarm.evaluationPeriods * period > ALARM_MAX_EVALUATION_SECONDS) return 3600;
  return (ALARM_HIGH_RESOLUTION_PERIODS as readonly number[]).includes(period) ? 10 : 60;
}

/** How the alarm treats missing data once the default of its namespace is applied. */
export function missingDataTreatment(alarm: Pick<Alarm, "treatMissingData" | "namespace">): TreatMissingData {
  return alarm.treatMissingData ?? (alarm.namespace === "AWS/DynamoDB" ? "ignore" : "missing");
}
