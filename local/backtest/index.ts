export { type AlarmInput, type AlarmSet, alarmSetOf, type SimpleAlarm } from "./alarm-definition.ts";
export { type BacktestOptions, type History, runBacktest } from "./backtest.ts";
export { ReportError, reportKind, writeReport } from "./report.ts";
export type { AlarmResult, BacktestResult, Firing } from "./result.ts";
export { parseSweep, SweepError } from "./sweep.ts";
export { resultText, sweepText, timelineText } from "./table.ts";
export { alarmsOfStacks, alarmsOfTemplate } from "./template-alarms.ts";
