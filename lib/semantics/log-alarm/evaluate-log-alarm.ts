import { INITIAL_REASON } from "../alarm/reason.ts";
import { longDate } from "../alarm/reason-data.ts";
import type { AlarmState } from "../alarm/types.ts";
import { isContributors, judgeContributors } from "./judge-contributors.ts";
import { type JudgedResult, judgeResults, latest } from "./judge-results.ts";
import type {
  LogAlarm,
  LogAlarmEvaluation,
  LogAlarmOptions,
  LogAlarmReasonData,
  LogAlarmResult,
} from "./types.ts";

/**
 * The state of a log alarm after the latest runs of its query.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html
 *
 * @param results One for each run, oldest first; only the last N count
 * @param previousState The state so far. @default a new alarm, in INSUFFICIENT_DATA
 * @throws AggregationSyntaxError
 */
export function evaluateLogAlarm(
  alarm: LogAlarm,
  results: readonly LogAlarmResult[],
  previousState: AlarmState = "INSUFFICIENT_DATA",
  options: LogAlarmOptions = {},
): LogAlarmEvaluation {
  if (results.length === 0)
    return { state: previousState, reason: options.previousReason ?? INITIAL_REASON, retained: true };
  const considered = results.slice(-alarm.queryResultsToEvaluate);
  const failure = failureOf(considered);
  if (failure) return { ...failure, reasonData: reasonDataOf(alarm, considered, options) };
  if (considered.some(isContributors)) return judgeContributors(alarm, considered, previousState, options);
  const judged = considered.map((result, index): JudgedResult => {
    const value = typeof result === "number" && !Number.isNaN(result) ? result : undefined;
    return { value, timestamp: latest(options.timestamps, considered.length, index) };
  });
  const { state, reason } = judgeResults(alarm, judged);
  const reasonData = reasonDataOf(alarm, considered, options);
  if (state !== "UNKNOWN") return { state, reason, reasonData };
  if (alarm.treatMissingData === "ignore" && judged.length >= alarm.queryResultsToEvaluate)
    return {
      state: previousState,
      reason: options.previousReason ?? reason,
      reasonData: options.previousReasonData ?? reasonData,
      retained: true,
    };
  return { state: "INSUFFICIENT_DATA", reason, reasonData };
}

function failureOf(
  results: readonly LogAlarmResult[],
): Pick<LogAlarmEvaluation, "state" | "reason" | "evaluationState"> | undefined {
  const failed = results.filter((result) => result === "failed").length;
  const invalid = results.includes("invalid");
  if (failed === 0 && !invalid) return undefined;
  const isError = invalid || failed === results.length;
  return {
    state: "INSUFFICIENT_DATA",
    evaluationState: isError ? "EVALUATION_ERROR" : "EVALUATION_FAILURE",
    reason: invalid
      ? "Insufficient Data: the query is invalid."
      : `Insufficient Data: ${failed} of the last ${results.length} query executions failed.`,
  };
}

function reasonDataOf(
  alarm: LogAlarm,
  results: readonly LogAlarmResult[],
  { timestamps, queryIds, now }: LogAlarmOptions,
): LogAlarmReasonData {
  return {
    version: "1.0",
    ...(now !== undefined && { queryDate: longDate(now) }),
    threshold: alarm.threshold,
    queryResultsToEvaluate: alarm.queryResultsToEvaluate,
    queryResultsToAlarm: alarm.queryResultsToAlarm,
    results: results
      .map((result, index) => {
        const [timestamp, id] = [
          latest(timestamps, results.length, index),
          latest(queryIds, results.length, index),
        ];
        return {
          ...(id !== undefined && { queryResultId: id }),
          status: result === "failed" || result === "invalid" ? ("FAILED" as const) : ("COMPLETE" as const),
          ...(timestamp !== undefined && { timestamp: longDate(timestamp) }),
          ...(typeof result === "number" && { value: result }),
        };
      })
      .reverse(),
  };
}
