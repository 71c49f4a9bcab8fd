import {
  extractEmf,
  type FilteredEvent,
  MessageView,
  MetricFilter,
  mayHoldEmf,
} from "../lib/semantics/index.ts";
import { Cloud } from "../local/engine/cloud.ts";
import type { MetricStore } from "../local/engine/monitoring/metric-store.ts";
import { registerMonitoring } from "../local/engine/monitoring/register-monitoring.ts";
import type { AlarmInput, AlarmSet } from "./alarm-definition.ts";

const MINUTE = 60_000;

/** A change of an alarm's state. */
export interface Transition {
  readonly alarmName: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/**
 * Runs alarms over events with the local cloud's own metrics and alarm engine on a stepped clock that follows the events'
 * times: an alarm changes here when it would change there. No event is kept.
 */
export class Simulation {
  readonly #filters: readonly MetricFilter[];
  readonly #alarms: readonly AlarmInput[];
  readonly transitions: Transition[] = [];
  /** Made with the first event: its clock starts there. */
  #running: { readonly cloud: Cloud; readonly metrics: MetricStore } | undefined;
  #events = 0;
  #first: number | undefined;
  #nextMinute = 0;

  /** @throws PatternSyntaxError when a filter's pattern is malformed */
  constructor({ filters, alarms }: AlarmSet) {
    this.#alarms = alarms;
    this.#filters = filters.map(
      ({ filterPattern, metricTransformations }) =>
        new MetricFilter({ pattern: filterPattern, transformations: metricTransformations }),
    );
  }

  get events(): number {
    return this.#events;
  }

  /** Time of the first event. */
  get start(): number | undefined {
    return this.#first;
  }

  /** The cloud's time. */
  get end(): number | undefined {
    return this.#running?.cloud.clock.now();
  }

  /** Takes events in about the order of their times; one that is late counts for its own minute, as in the cloud. */
  async take(events: readonly FilteredEvent[]): Promise<void> {
    for (const event of events) {
      if (event.timestamp >= this.#nextMinute) await this.#enter(event.timestamp);
      this.#events++;
      this.#offer(event);
    }
  }

  /** Lets time pass after the last event until every alarm has looked at all of it. */
  async finish(): Promise<void> {
    if (this.#running === undefined) return;
    this.#closeMinutes();
    const longest = Math.max(
      ...this.#alarms.map(
        (alarm) => Number(alarm["Period"] ?? 60) * (Number(alarm["EvaluationPeriods"] ?? 1) + 3),
      ),
      60,
    );
    await this.#running.cloud.clock.advanceTo(this.#nextMinute + longest * 1_000);
  }

  async close(): Promise<void> {
    await this.#running?.cloud.close();
  }

  #offer(event: FilteredEvent): void {
    const { metrics } = this.#running!;
    const view = new MessageView(event.message);
    for (const filter of this.#filters)
      for (const sample of filter.offer(event, view)) metrics.record(sample);
    if (mayHoldEmf(event.message)) for (const metric of extractEmf(event.message)) metrics.record(metric);
  }

  async #enter(timestamp: number): Promise<void> {
    const minute = Math.floor(timestamp / MINUTE) * MINUTE;
    if (this.#running === undefined) await this.#begin(timestamp, minute);
    else {
      this.#closeMinutes();
      await this.#running.cloud.clock.advanceTo(minute);
    }
    this.#nextMinute = minute + MINUTE;
  }

  /** Alarms come into being with the first event: before it there is nothing to judge. */
  async #begin(timestamp: number, minute: number): Promise<void> {
    this.#first = timestamp;
    const cloud = new Cloud({ clock: { speed: 0, start: minute } });
    this.#running = { cloud, metrics: registerMonitoring(cloud) };
    cloud.events.on("alarm-state", ({ alarmName, timestamp: at, from, to, reason }) => {
      this.transitions.push({ alarmName, timestamp: at, from, to, reason });
    });
    for (const alarm of this.#alarms) {
      const operation = alarm["AlarmRule"] === undefined ? "PutMetricAlarm" : "PutCompositeAlarm";
      await cloud.call("monitoring", operation, { ...alarm, ActionsEnabled: false });
    }
  }

  #closeMinutes(): void {
    const { metrics } = this.#running!;
    for (const filter of this.#filters)
      for (const minute of filter.openMinutes)
        for (const sample of filter.closeMinute(minute)) metrics.record(sample);
  }
}
