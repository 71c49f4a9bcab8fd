import type { AlarmState } from "cumulog/semantics";
import { evaluateComposite, referencedAlarms } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { AlarmRecord, AlarmStateRecord, CompositeAlarm } from "./alarm.ts";
import type { AlarmActions } from "./alarm-actions.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";
import { LogAlarmEngine } from "./log-alarm-engine.ts";
import { type EngineOptions, MetricAlarmEngine } from "./metric-alarm-engine.ts";
import type { MetricStore } from "./metric-store.ts";

/**
 * Evaluates the alarms on the cloud's clock: metric alarms at the end of each of their intervals over the periods that
 * end then, composite alarms when a child changes.
 */
export class AlarmEngine {
  readonly #cloud: Cloud;
  readonly #alarms: AlarmDirectory;
  readonly #actions: AlarmActions;
  readonly #metricAlarms: MetricAlarmEngine;

  constructor(
    cloud: Cloud,
    { alarms, metrics, actions }: { alarms: AlarmDirectory; metrics: MetricStore; actions: AlarmActions },
    options: EngineOptions = {},
  ) {
    this.#cloud = cloud;
    this.#alarms = alarms;
    this.#actions = actions;
    const changeState = (alarm: AlarmRecord, next: Omit<AlarmStateRecord, "time">) =>
      this.changeState(alarm, next);
    this.#metricAlarms = new MetricAlarmEngine(cloud, { alarms, metrics, actions, changeState }, options);
    new LogAlarmEngine(cloud, { alarms, actions, changeState });
  }

  /** Starts to evaluate an alarm that was created, changed or restored. */
  watch(alarm: AlarmRecord): void {
    this.#actions.configured(alarm);
    // Log alarms are evaluated whenever their query has run.
    if (alarm.type === "MetricAlarm") this.#metricAlarms.watch(alarm);
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
