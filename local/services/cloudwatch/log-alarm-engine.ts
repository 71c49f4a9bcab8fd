import {
  aggregateRows,
  evaluateLogAlarm,
  type LogAlarmEvaluation,
  type LogAlarmResult,
  type LogAlarm as LogAlarmRules,
  serializeReasonData,
  warmUpEnd,
} from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { CloudEvents } from "#kernel/cloud-events.ts";
import type { AlarmStateRecord, LogAlarm } from "./alarm.ts";
import type { AlarmActions } from "./alarm-actions.ts";
import { withContributors } from "./alarm-contributors.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";

type QueryRun = CloudEvents["scheduled-query"][0];

/** Results that are kept: as many as QueryResultsToEvaluate may be. */
const MOST_RUNS = 100;

/**
 * Evaluates log alarms each time that their scheduled query has run.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html
 */
export class LogAlarmEngine {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  readonly #actions: AlarmActions;
  readonly #changeState: (alarm: LogAlarm, next: Omit<AlarmStateRecord, "time">) => void;

  constructor(
    cloud: Cloud,
    {
      alarms,
      actions,
      changeState,
    }: {
      readonly alarms: AlarmDirectory;
      readonly actions: AlarmActions;
      /** Saves the alarm in its new state, with all that follows. */
      readonly changeState: (alarm: LogAlarm, next: Omit<AlarmStateRecord, "time">) => void;
    },
  ) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#actions = actions;
    this.#changeState = changeState;
    cloud.events.on("scheduled-query", (run) => {
      for (const alarm of alarms.all())
        if (
          alarm.type === "LogAlarm" &&
          alarm.input.ScheduledQueryConfiguration.QueryARN === run.scheduledQueryArn
        )
          this.#evaluate(withRun(alarm, run));
    });
  }

  #evaluate(alarm: LogAlarm): void {
    if (isWarmingUp(alarm, this.#cloud.clock.now())) {
      this.#alarms.save({ ...alarm, evaluationState: "IN_WARM_UP" });
      return;
    }
    const { state } = alarm;
    const evaluation = evaluateLogAlarm(
      rulesOf(alarm),
      alarm.runs.map(({ result }) => result),
      state.value,
      {
        now: this.#cloud.clock.now(),
        timestamps: alarm.runs.map(({ time }) => time),
        queryIds: alarm.runs.map(({ queryId }) => queryId),
        previousReason: state.reason,
        ...(alarm.reasonData && { previousReasonData: alarm.reasonData }),
      },
    );
    const next = withContributors(
      { cloud: this.#cloud, alarms: this.#alarms, actions: this.#actions },
      withEvaluation(alarm, evaluation),
      evaluation.contributors ?? [],
    );
    if (evaluation.state === state.value) {
      this.#alarms.save({ ...next, state: { ...state, ...reasonOf(evaluation) } });
      return;
    }
    this.#changeState(next, { value: evaluation.state, ...reasonOf(evaluation) });
  }
}

function withRun(alarm: LogAlarm, { queryId, scheduledAt, status, rows }: QueryRun): LogAlarm {
  const expression = alarm.input.ScheduledQueryConfiguration.AggregationExpression;
  let result: LogAlarmResult;
  if (status === "InvalidQuery") result = "invalid";
  else if (status !== "Complete") result = "failed";
  else {
    const found = aggregateRows(expression, rows);
    result = "value" in found ? found.value : "contributors" in found ? found.contributors : null;
  }
  const lines = rows
    .slice(0, alarm.input.ActionLogLineCount ?? 0)
    .map((row) => row["@message"] ?? JSON.stringify(row));
  return { ...alarm, lines, runs: [...alarm.runs, { queryId, time: scheduledAt, result }].slice(-MOST_RUNS) };
}

function withEvaluation(alarm: LogAlarm, { evaluationState, reasonData }: LogAlarmEvaluation): LogAlarm {
  const { evaluationState: _former, reasonData: _data, ...rest } = alarm;
  return {
    ...rest,
    isWarmedUp: true,
    ...(evaluationState !== undefined && { evaluationState }),
    ...(reasonData && { reasonData }),
  };
}

function reasonOf({ reason, reasonData }: LogAlarmEvaluation): { reason: string; reasonData?: string } {
  return { reason, ...(reasonData && { reasonData: serializeReasonData(reasonData) }) };
}

function rulesOf({ input }: LogAlarm): LogAlarmRules {
  return {
    comparisonOperator: input.ComparisonOperator as LogAlarmRules["comparisonOperator"],
    threshold: input.Threshold,
    queryResultsToEvaluate: input.QueryResultsToEvaluate,
    queryResultsToAlarm: input.QueryResultsToAlarm,
    aggregationExpression: input.ScheduledQueryConfiguration.AggregationExpression,
    ...(input.TreatMissingData !== undefined && {
      treatMissingData: input.TreatMissingData as NonNullable<LogAlarmRules["treatMissingData"]>,
    }),
  };
}

/** Until the N-th result, unless it waits for the whole time. */
export function isWarmingUp({ input, runs, created, updated, isWarmedUp }: LogAlarm, now: number): boolean {
  const configuration = input.WarmUpConfiguration;
  if (!configuration || isWarmedUp) return false;
  const full = runs.length >= input.QueryResultsToEvaluate;
  if (full && !configuration.OnlyStartEvaluatingAfterWarmUpPeriodEnds) return false;
  return now < warmUpEnd(configuration, { createdAt: created ?? updated, windowMs: 0, firstDataAt: null });
}
