import type { AlarmDatapoint } from "cumulog/semantics";
import {
  computeStatistic,
  evaluateAlarm,
  evaluateSeriesAlarm,
  serializeReasonData,
  warmUpEnd,
} from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { AlarmStateRecord, MetricAlarm } from "./alarm.ts";
import type { AlarmActions } from "./alarm-actions.ts";
import { withContributors } from "./alarm-contributors.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { hasSeveralSeries } from "./alarm-query-checks.ts";
import { intervalOf, periodOf, returnedQuery, semanticsOf } from "./alarm-semantics.ts";
import { alarmWindows } from "./alarm-windows.ts";
import { type Grid, readGrid } from "./grid.ts";
import { QueryEvaluation } from "./metric-query.ts";
import type { MetricStore } from "./metric-store.ts";
import { readDimensions } from "./validation.ts";

export interface EngineOptions {
  /** Milliseconds that an evaluation waits after the end of the newest period. @default 0 */
  readonly evaluationDelay?: number;
}

/** Evaluates metric alarms at the end of each of their intervals, over the periods that end then. */
export class MetricAlarmEngine {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  readonly #metrics: MetricStore;
  readonly #actions: AlarmActions;
  readonly #changeState: (alarm: MetricAlarm, next: Omit<AlarmStateRecord, "time">) => void;
  readonly #delay: number;
  /** Intervals in seconds that a timer runs for. */
  readonly #running = new Set<number>();

  constructor(
    cloud: Cloud,
    {
      alarms,
      metrics,
      actions,
      changeState,
    }: {
      readonly alarms: AlarmDirectory;
      readonly metrics: MetricStore;
      readonly actions: AlarmActions;
      /** Saves the alarm in its new state, with all that follows. */
      readonly changeState: (alarm: MetricAlarm, next: Omit<AlarmStateRecord, "time">) => void;
    },
    { evaluationDelay = 0 }: EngineOptions = {},
  ) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#metrics = metrics;
    this.#actions = actions;
    this.#changeState = changeState;
    this.#delay = evaluationDelay;
  }

  /** Starts to evaluate an alarm that was created, changed or restored. */
  watch(alarm: MetricAlarm): void {
    this.#run(intervalOf(alarm));
  }

  #run(interval: number): void {
    if (this.#running.has(interval)) return;
    this.#running.add(interval);
    const length = interval * 1_000;
    // The clock may have been moved meanwhile, and what waits with it.
    const newest = () => Math.floor((this.#cloud.clock.now() - this.#delay) / length) * length;
    const tick = (): void => {
      const end = newest();
      const due = this.#alarms.all().filter((alarm): alarm is MetricAlarm => {
        return alarm.type === "MetricAlarm" && intervalOf(alarm) === interval;
      });
      if (due.length === 0) {
        this.#running.delete(interval);
        return;
      }
      this.#cloud.clock.at(end + length + this.#delay, tick);
      for (const { name } of due) {
        const alarm = this.#alarms.find(name);
        if (alarm?.type === "MetricAlarm") this.#evaluate(alarm, end);
      }
    };
    this.#cloud.clock.at(newest() + length + this.#delay, tick);
  }

  #evaluate(alarm: MetricAlarm, end: number): void {
    const { input } = alarm;
    const grid = alarmWindows(input, end);
    const context = { accountId: this.#cloud.accountId, now: this.#cloud.clock.now() };
    const query = input.Metrics && new QueryEvaluation(this.#metrics, input.Metrics, grid, context);
    if (hasSeveralSeries(input)) this.#evaluateSeries(alarm, grid, query!);
    else this.#evaluateOne(alarm, grid, query);
  }

  #evaluateOne(alarm: MetricAlarm, grid: Grid, query: QueryEvaluation | undefined): void {
    const { input, state } = alarm;
    const datapoints = this.#datapoints(alarm, grid, query);
    const warmed = this.#warmedUp(alarm, datapoints);
    if (!warmed) return;
    const bands = input.ThresholdMetricId ? query?.band(input.ThresholdMetricId) : undefined;
    const result = evaluateAlarm(semanticsOf(alarm), datapoints, state.value, {
      now: this.#cloud.clock.now(),
      timestamps: grid.starts,
      band: bands && ((_time, index) => bands[index]),
      previousReason: state.reason,
      previousReasonData: alarm.reasonData,
    });
    if (result.retained || result.state === state.value) return;
    this.#changeState(
      { ...warmed, reasonData: result.reasonData },
      {
        value: result.state,
        reason: result.reason,
        reasonData: result.reasonData && serializeReasonData(result.reasonData),
      },
    );
  }

  /** An alarm on a query that is grouped: each of its time series has a state of its own. */
  #evaluateSeries(alarm: MetricAlarm, { starts }: Grid, query: QueryEvaluation): void {
    const selected = query.selected(returnedQuery(alarm.input)!.Id)!;
    const values = selected.series.flatMap((one) => one.values);
    const warmed = this.#warmedUp(
      alarm,
      values.map((value) => ({ value })),
    );
    if (!warmed) return;
    const { state, contributors = [], evaluationState, ...rest } = warmed;
    const evaluation = evaluateSeriesAlarm(semanticsOf(alarm), selected.series, contributors, state.value, {
      now: this.#cloud.clock.now(),
      timestamps: starts,
      previousReason: state.reason,
    });
    const partial = selected.isPartial ? "PARTIAL_DATA" : undefined;
    const next = withContributors(
      { cloud: this.#cloud, alarms: this.#alarms, actions: this.#actions },
      { ...rest, state, contributors, ...(partial && { evaluationState: partial }) },
      evaluation.contributors,
    );
    if (evaluation.state !== state.value)
      this.#changeState(next, { value: evaluation.state, reason: evaluation.reason });
    else if (
      evaluationState !== partial ||
      next.contributors !== contributors ||
      evaluation.reason !== state.reason
    )
      this.#alarms.save({ ...next, state: { ...state, reason: evaluation.reason } });
  }

  /** The alarm once it has been warm for long enough, and nothing before. */
  #warmedUp(alarm: MetricAlarm, datapoints: readonly (AlarmDatapoint | null)[]): MetricAlarm | undefined {
    const { input, isWarmedUp, evaluationState, ...rest } = alarm;
    if (isWarmedUp) return alarm;
    const now = this.#cloud.clock.now();
    const hasData = datapoints.some((datapoint) => (datapoint?.value ?? null) !== null);
    const firstDataAt = alarm.firstDataAt ?? (hasData ? now : undefined);
    const end = warmUpEnd(input.WarmUpConfiguration, {
      createdAt: alarm.created ?? alarm.updated,
      windowMs: periodOf(alarm) * 1_000 * input.EvaluationPeriods,
      ...(firstDataAt !== undefined && { firstDataAt }),
    });
    const isOver = now >= end;
    const next: MetricAlarm = {
      ...rest,
      input,
      ...(firstDataAt !== undefined && { firstDataAt }),
      ...(isOver ? { isWarmedUp: true } : { evaluationState: "IN_WARM_UP" }),
    };
    if (isOver || evaluationState === undefined || firstDataAt !== alarm.firstDataAt) this.#alarms.save(next);
    return isOver ? next : undefined;
  }

  #datapoints(
    { input }: MetricAlarm,
    grid: Grid,
    query: QueryEvaluation | undefined,
  ): (AlarmDatapoint | null)[] {
    const { starts } = grid;
    if (query) {
      const value = query.value((returnedQuery(input) ?? input.Metrics![0]!).Id);
      if (value.kind === "scalar") return starts.map(() => ({ value: value.value }));
      const values = value.kind === "series" ? value.values : (value.series[0]?.values ?? []);
      return starts.map((_, index) => ({ value: values[index] ?? null }));
    }
    const series = this.#metrics.find({
      namespace: input.Namespace ?? "",
      metricName: input.MetricName ?? "",
      dimensions: readDimensions(input.Dimensions),
    });
    const sets = series && readGrid(series, grid, { unit: input.Unit });
    return starts.map((start) => {
      const set = sets?.get(start);
      if (!set) return null;
      const value = computeStatistic(input.Statistic ?? input.ExtendedStatistic ?? "Average", set);
      return { value: value ?? null, sampleCount: set.sampleCount };
    });
  }
}
