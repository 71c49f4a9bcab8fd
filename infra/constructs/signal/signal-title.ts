import { Duration } from "aws-cdk-lib";
import type { Signal } from "cumulog/signals";

/** What a signal says, in words: the title of its widget, and its alarm's description when it was given none. */
export function signalTitle(id: string, signal: Signal): string {
  const span = (seconds: number) => Duration.seconds(seconds).toHumanString();
  switch (signal.kind) {
    case "silence":
      return `${id}: nothing for ${span(signal.within)}`;
    case "unusual":
      return `${id}: unusual`;
    case "budget":
      return `${id}: burns the error budget`;
    case "count":
      return `${id}: ${signal.comparison.startsWith("Less") ? "fewer" : "more"} than ${signal.threshold} in ${span(signal.within)}`;
    case "value":
      return `${id}: ${signal.statistic} of ${signal.selector} ${sign(signal.comparison)} ${signal.threshold}${signal.unit === "None" ? "" : ` ${signal.unit.toLowerCase()}`} in ${span(signal.within)}`;
    case "ratio":
      return `${id}: more than ${signal.threshold}% in ${span(signal.within)}`;
    case "query":
      return `${id}: ${signal.aggregation} ${sign(signal.comparison)} ${signal.threshold} in ${span(signal.within)}`;
  }
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: "≥",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "≤",
};
const sign = (comparison: string): string => SIGNS[comparison]!;
