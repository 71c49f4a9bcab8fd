import { COMPARISONS } from "./comparison.ts";
import type { RealSlot } from "./considered-datapoints.ts";
import { reasonNumber } from "./reason-number.ts";
import type { Alarm, ComparisonOperator } from "./types.ts";

/** The reason of an alarm that has not been evaluated yet. */
export const INITIAL_REASON = "Unchecked: Initial alarm creation";

export function insufficientDataReason(unknown: number): string {
  return `Insufficient Data: ${plural(unknown, "datapoint")} ${be(unknown)} unknown.`;
}

export interface CrossedReason {
  readonly alarm: Alarm;
  readonly state: "ALARM" | "OK";
  /** Datapoints that speak for the state, newest first. */
  readonly supporting: readonly RealSlot[];
  /** N: datapoints compared, real and filled. */
  readonly considered: number;
  readonly filled: number;
  readonly filledAs: "Breaching" | "NonBreaching";
  /** What is compared. @default "datapoint" */
  readonly noun?: "datapoint" | "query result";
}

/** Why an alarm is in ALARM or OK, in CloudWatch's words. */
export function crossedReason(input: CrossedReason): string {
  const { alarm, supporting, filled, filledAs, considered, noun = "datapoint" } = input;
  const isBand = COMPARISONS[alarm.comparisonOperator].band;
  const start = isBand ? "Thresholds Crossed: " : "Threshold Crossed: ";
  const filling = `${plural(filled, `missing ${noun}`)} ${be(filled)} treated as [${filledAs}]`;
  if (filled > 0 && supporting.length === 0) {
    const received = considered - filled;
    const datapoints = received === 0 ? `no ${noun}s were` : `${plural(received, noun)} ${be(received)}`;
    return `${start}${datapoints} received for ${plural(considered, "period")} and ${filling}.`;
  }
  const count =
    alarm.datapointsToAlarm === undefined
      ? plural(supporting.length, noun)
      : `${supporting.length} out of the last ${considered} ${noun}s`;
  const negated = input.state === "OK";
  const filledText = filled > 0 ? ` and ${filling}` : "";
  const values = supporting.slice(0, LISTED_DATAPOINTS).map(datapointText).join(", ");
  if (supporting.length < LISTED_DATAPOINTS) {
    const verdict = `${be(supporting.length)} ${comparisonText(alarm, negated, supporting)}`;
    return `${start}${count} [${values}] ${verdict}${filledText}${minimumText(input)}.`;
  }
  const verdict = `${be(supporting.length)} ${comparisonText(alarm, negated)}`;
  const recent = isBand
    ? `Recent datapoints [${values}] crossed the ${crossedBand(alarm, supporting.slice(0, LISTED_DATAPOINTS))}`
    : `The most recent ${noun}s which crossed the threshold: [${values}]`;
  return `${start}${count} ${verdict}${filledText}. ${recent}${minimumText(input)}.`;
}

/** Why one of the time series of an alarm is in ALARM or OK. @param supporting Datapoints that speak for it, newest first */
export function contributorReason(
  alarm: Alarm,
  state: "ALARM" | "OK",
  supporting: readonly RealSlot[],
): string {
  const [newest] = supporting;
  if (!newest) return insufficientDataReason(alarm.evaluationPeriods);
  const count = `${plural(supporting.length, "datapoint")} ${be(supporting.length)}`;
  const verdict = `${count} ${comparisonText(alarm, state === "OK")}`;
  return `Threshold Crossed: ${verdict}. The most recent datapoint which crossed the threshold: [${datapointText(newest)}].`;
}

/** From this many datapoints on, only as many are listed, in a sentence of their own. */
const LISTED_DATAPOINTS = 5;

function datapointText({ value, timestamp }: RealSlot): string {
  return timestamp === undefined ? reasonNumber(value) : `${reasonNumber(value)} (${shortDate(timestamp)})`;
}

function minimumText({ alarm, state, considered }: CrossedReason): string {
  if (alarm.datapointsToAlarm === undefined) return "";
  if (state === "ALARM") {
    return ` (minimum ${plural(alarm.datapointsToAlarm, "datapoint")} for OK -> ALARM transition)`;
  }
  const enough = considered - alarm.datapointsToAlarm + 1;
  return ` (minimum ${plural(enough, "datapoint")} for ALARM -> OK transition)`;
}

const PHRASES: Readonly<Record<ComparisonOperator, string>> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanThreshold: "less than",
  LessThanOrEqualToThreshold: "less than or equal to",
  LessThanLowerOrGreaterThanUpperThreshold: "",
  LessThanLowerThreshold: "",
  GreaterThanUpperThreshold: "",
};

/** @param listed The datapoints whose thresholds are listed; none in a sentence about many of them. */
function comparisonText(alarm: Alarm, negated: boolean, listed: readonly RealSlot[] = []): string {
  const not = negated ? "not " : "";
  const operator = alarm.comparisonOperator;
  if (!COMPARISONS[operator].band) {
    return `${not}${PHRASES[operator]} the threshold (${reasonNumber(alarm.threshold ?? Number.NaN)})`;
  }
  const lower = `${not}less than the lower thresholds${listed.length > 0 ? ` ${edges(listed, "lower")}` : ""}`;
  const upper = `${not}greater than the upper thresholds${listed.length > 0 ? ` ${edges(listed, "upper")}` : ""}`;
  if (operator === "LessThanLowerThreshold") return lower;
  if (operator === "GreaterThanUpperThreshold") return upper;
  return `${lower} or ${upper}`;
}

function crossedBand({ comparisonOperator }: Alarm, listed: readonly RealSlot[]): string {
  const lower = `lower thresholds ${edges(listed, "lower")}`;
  const upper = `upper thresholds ${edges(listed, "upper")}`;
  if (comparisonOperator === "LessThanLowerThreshold") return lower;
  if (comparisonOperator === "GreaterThanUpperThreshold") return upper;
  return `${lower} or ${upper}`;
}

function edges(slots: readonly RealSlot[], edge: "lower" | "upper"): string {
  return `[${slots.map((slot) => reasonNumber(slot[edge] ?? Number.NaN)).join(", ")}]`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
const be = (count: number): string => (count === 1 ? "was" : "were");

/** `DD/MM/YY hh:mm:ss` in UTC. */
function shortDate(timestamp: number): string {
  const [year, month, day, time] = new Date(timestamp).toISOString().split(/[-T.]/) as [
    string,
    string,
    string,
    string,
  ];
  return `${day}/${month}/${year.slice(-2)} ${time}`;
}
