import "cumulog/node-version";

export { type AlarmInput, type AlarmSet, alarmSetOf, type SimpleAlarm } from "./alarm-definition.ts";
export type { AlarmSeries } from "./alarm-series.ts";
export { type BacktestOptions, type History, runBacktest, runBacktests, runSuggestion } from "./backtest.ts";
export { type ComparedAlarm, type ComparedSide, type Comparison, compareResults } from "./comparison.ts";
export {
  type Incident,
  type IncidentScore,
  IncidentsError,
  readIncidents,
  scoreOf,
} from "./incidents.ts";
export { comparisonText, incidentsText, spanOf, suggestionsText } from "./judgement-text.ts";
export { ReportError, reportKind, writeReport } from "./report/write-report.ts";
export { type AlarmResult, type BacktestResult, type Firing, isPage } from "./result.ts";
export { alarmSetOfSignals, type WatchedSignal } from "./signal-alarms.ts";
export type { Suggestion, TriedThreshold } from "./suggest.ts";
export { parseSweep, SweepError } from "./sweep.ts";
export { resultText, sweepText, timelineText } from "./table.ts";
export { alarmsOfStacks, alarmsOfTemplate } from "./template-alarms.ts";
