import type { AlarmDatapoint, AlarmState } from "cumulog/semantics";
import {
  computeStatistic,
  evaluateAlarm,
  evaluateComposite,
  evaluationRange,
  referencedAlarms,
  serializeReasonData,
  warmUpEnd,
} from "cumulog/semantics";
import type { Cloud } from "../../kernel/cloud.ts";
import type { AlarmRecord, AlarmStateRecord, CompositeAlarm, MetricAlarm } from "./alarm.ts";
import type { AlarmActions } from "./alarm-actions.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { intervalOf, periodOf, semanticsOf } from "./alarm-semantics.ts";
import { LogAlarmEngine } from "./log-alarm-engine.ts";
import { QueryEvaluation } from "./metric-query.ts";
import type { MetricStore } from "./metric-store.ts";
import { readDimensions } from "./validation.ts";

export interface EngineOptions {
  /** Milliseconds that an evaluation waits after the end of the newest period. @default 0 */
  readonly evaluationDelay?: number;
}

/**
 * Evaluates the alarms on the cloud's clock: metric alarms at the end of each of their intervals over the periods that
 * end then, composite alarms when a child changes.
 */
export class AlarmEngine {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  readonly #metrics: MetricStore;
  readonly #actions: AlarmActions;
  readonly #delay: number;
  /** Intervals in seconds that a timer runs for. */
  readonly #running = new Set<number>();

  constructor(
    cloud: Cloud,
    { alarms, metrics, actions }: { alarms: AlarmDirectory; metrics: MetricStore; actions: AlarmActions },
    { evaluationDelay = 0 }: EngineOptions = {},
  ) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#metrics = metrics;
    this.#actions = actions;
    this.#delay = evaluationDelay;
    new LogAlarmEngine(cloud, {
      alarms,
      actions,
      changeState: (alarm, next) => this.changeState(alarm, next),
    });
  }

  /** Starts to evaluate an alarm that was created, changed or restored. */
  watch(alarm: AlarmRecord): void {
    this.#actions.configured(alarm);
    // Log alarms are evaluated whenever their query has run.
    if (alarm.type === "MetricAlarm") this.#run(intervalOf(alarm));
    else if (alarm.type === "CompositeAlarm")
      this.#cloud.clock.after(0, () => {
        const current = this.#alarms.find(alarm.name);
        if (current?.type === "CompositeAlarm") this.#evaluateComposite(current);
      });
  }

  /** Changes an alarm's state and does what follows: history, event, actions, composite alarms. */
  changeState(alarm: AlarmRecord, next: Omit<AlarmStateRecord, "time">): void {
    const previous = alarm.state;
    const time = this.#cloud.clock.now();
    if (previous.value === next.value) return;
    const changed: AlarmRecord = { ...alarm, state: { ...next, time }, transitioned: time };
    this.#alarms.save(changed);
    this.#alarms.note({
      alarmName: alarm.name,
      alarmType: alarm.type,
      time,
      type: "StateUpdate",
      summary: `Alarm updated from ${previous.value} to ${next.value}`,
      data: JSON.stringify({
        version: "1.0",
        oldState: historyState(previous),
        newState: historyState(changed.state),
      }),
    });
    this.#cloud.events.emit("alarm-state", {
      alarmName: alarm.name,
      alarmType: alarm.type,
      from: previous.value,
      to: next.value,
      reason: next.reason,
      timestamp: time,
    });
    this.#actions.stateChanged(changed, previous);
    this.#childChanged(changed, previous.value);
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
    const { input, state } = alarm;
    const period = periodOf(alarm) * 1_000;
    const count = evaluationRange({ evaluationPeriods: input.EvaluationPeriods });
    const starts = Array.from({ length: count }, (_, index) => end - (count - index) * period);
    const query = input.Metrics && new QueryEvaluation(this.#metrics, input.Metrics, { starts, period });
    const datapoints = this.#datapoints(alarm, starts, period, query);
    const warmed = this.#warmedUp(alarm, datapoints);
    if (!warmed) return;
    const bands = input.ThresholdMetricId ? query?.band(input.ThresholdMetricId) : undefined;
    const result = evaluateAlarm(semanticsOf(alarm), datapoints, state.value, {
      now: this.#cloud.clock.now(),
      timestamps: starts,
      band: bands && ((_time, index) => bands[index]),
      previousReason: state.reason,
      previousReasonData: alarm.reasonData,
    });
    if (result.retained || result.state === state.value) return;
    this.changeState(
      { ...warmed, reasonData: result.reasonData },
      {
        value: result.state,
        reason: result.reason,
        reasonData: result.reasonData && serializeReasonData(result.reasonData),
      },
    );
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
    starts: readonly number[],
    period: number,
    query: QueryEvaluation | undefined,
  ): (AlarmDatapoint | null)[] {
    if (query) {
      const returned = input.Metrics!.find(
        ({ Id, ReturnData = true }) => ReturnData && Id !== input.ThresholdMetricId,
      );
      const value = query.value(returned?.Id ?? input.Metrics![0]!.Id);
      if (value.kind === "scalar") return starts.map(() => ({ value: value.value }));
      const values = value.kind === "series" ? value.values : (value.series[0]?.values ?? []);
      return starts.map((_, index) => ({ value: values[index] ?? null }));
    }
    const series = this.#metrics.find({
      namespace: input.Namespace ?? "",
      metricName: input.MetricName ?? "",
      dimensions: readDimensions(input.Dimensions),
    });
    const origin = starts[0]!;
    const sets = series?.read({
      start: origin,
      end: origin + starts.length * period,
      period,
      origin,
      unit: input.Unit,
    });
    return starts.map((start) => {
      const set = sets?.get(start);
      if (!set) return null;
      const value = computeStatistic(input.Statistic ?? input.ExtendedStatistic ?? "Average", set);
      return { value: value ?? null, sampleCount: set.sampleCount };
    });
  }

  #childChanged(child: AlarmRecord, from: AlarmState): void {
    for (const parent of this.#alarms.all()) {
      if (parent.type !== "CompositeAlarm") continue;
      const reads = referencedAlarms(parent.input.AlarmRule).some(
        (name) => this.#alarms.refer(name)?.name === child.name,
      );
      if (reads) this.#evaluateComposite(parent, child);
      if (
        parent.input.ActionsSuppressor &&
        this.#alarms.refer(parent.input.ActionsSuppressor)?.name === child.name
      ) {
        this.#actions.suppressorChanged(this.#alarms.find(parent.name) as CompositeAlarm, {
          from,
          to: child.state.value,
        });
      }
    }
  }

  #evaluateComposite(alarm: CompositeAlarm, child?: AlarmRecord): void {
    const states = new Map<string, AlarmState>();
    for (const name of referencedAlarms(alarm.input.AlarmRule)) {
      const referred = this.#alarms.refer(name);
      if (referred) states.set(name, referred.state.value);
    }
    const { state, reason, reasonData } = evaluateComposite(alarm.input.AlarmRule, states, {
      arn: alarm.arn,
      triggers: child && [{ arn: child.arn, state: child.state.value, timestamp: child.state.time }],
    });
    this.changeState(alarm, { value: state, reason, reasonData: JSON.stringify(reasonData) });
  }
}

function historyState({ value, reason, reasonData }: AlarmStateRecord): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData && { stateReasonData: JSON.parse(reasonData) as unknown }),
  };
}
