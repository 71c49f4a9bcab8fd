export type { EventsDescription, SignalDescription } from "./description.ts";
export {
  differenceSentence,
  SIGNAL_DIFFERENCES,
  type SignalDifferenceName,
} from "./google/difference.ts";
export { InexpressibleSignalError } from "./google/inexpressible-signal-error.ts";
export type { GoogleSignalNames } from "./google/names.ts";
export { type GoogleSignalResources, googleSignalResources } from "./google/resources.ts";
export { levelPattern } from "./level-pattern.ts";
export { type MuteDescription, muteRule } from "./mute.ts";
export { MONTH_DAYS, PRICES, type SignalCost, signalCost } from "./prices.ts";
export { readSignal } from "./read-signal.ts";
export { DEFAULT_NAMESPACE, type SignalNames } from "./resources/names.ts";
export { signalResources } from "./resources.ts";
export type {
  BudgetSignal,
  BurnRate,
  Comparison,
  CompositeAlarmDefinition,
  CountSignal,
  LogAlarmDefinition,
  MetricAlarmDefinition,
  MetricDataQueryDefinition,
  MetricFilterDefinition,
  MetricName,
  QuerySignal,
  RatioSignal,
  Signal,
  SignalResources,
  SilenceSignal,
  UnusualSignal,
  ValueSignal,
} from "./signal.ts";
export { SignalError } from "./signal-error.ts";
