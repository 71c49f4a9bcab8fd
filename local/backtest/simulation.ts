import { compilePattern, type FilteredEvent } from "cumulog/semantics";
import { Cloud } from "../kernel/cloud.ts";
import type { MetricStore } from "../services/cloudwatch/metric-store.ts";
import { registerMonitoring } from "../services/cloudwatch/register-monitoring.ts";
import { MetricExtraction } from "../services/logs/metric-extraction.ts";
import type { AlarmInput, AlarmSet, FilterDefinition } from "./alarm-definition.ts";
import { longestLook, metricsOf } from "./alarm-definition.ts";

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

interface Running {
  readonly cloud: Cloud;
  readonly metrics: MetricStore;
  readonly extraction: MetricExtraction;
}

/**
 * Runs alarms over events with the local cloud's own metric extraction and alarm engine on a stepped clock that follows
 * the events' times: an alarm changes here when it would change there. No event is kept.
 */
export class Simulation {
  readonly #filters: readonly FilterDefinition[];
  readonly #alarms: readonly AlarmInput[];
  readonly transitions: Transition[] = [];
  /** Made with the first event: its clock starts there. */
  #running: Running | undefined;
  #events = 0;
  #first: number | undefined;
  #nextMinute = 0;

  /** @throws PatternSyntaxError when a filter's pattern is malformed */
  constructor({ filters, alarms }: AlarmSet) {
    for (const { filterPattern } of filters) compilePattern(filterPattern);
    this.#filters = filters;
    this.#alarms = alarms;
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
    let from = 0;
    for (let index = 0; index < events.length; index++) {
      const { timestamp } = events[index]!;
      if (timestamp < this.#nextMinute) continue;
      this.#ingest(events.slice(from, index));
      from = index;
      await this.#enter(timestamp);
    }
    this.#ingest(events.slice(from));
  }

  /** Lets time pass after the last event until every alarm has looked at all of it. */
  async finish(): Promise<void> {
    const longest = Math.max(...this.#alarms.map(longestLook), MINUTE);
    await this.#running?.cloud.clock.advanceTo(this.#nextMinute + longest);
  }

  /** Whether the history made any of the metrics that an alarm looks at; always true for a composite alarm. */
  hasData(alarm: AlarmInput): boolean {
    if (alarm["AlarmRule"] !== undefined) return true;
    const { metrics } = this.#running ?? {};
    return metricsOf(alarm).some((identity) => metrics?.find(identity) !== undefined);
  }

  async close(): Promise<void> {
    await this.#running?.cloud.close();
  }

  #ingest(events: readonly FilteredEvent[]): void {
    this.#events += events.length;
    this.#running?.extraction.ingest(this.#filters, events);
  }

  async #enter(timestamp: number): Promise<void> {
    const minute = Math.floor(timestamp / MINUTE) * MINUTE;
    this.#running ??= await this.#begin(timestamp, minute);
    await this.#running.cloud.clock.advanceTo(timestamp);
    this.#nextMinute = minute + MINUTE;
  }

  /** Alarms come into being with the first event: before it there is nothing to judge. */
  async #begin(timestamp: number, minute: number): Promise<Running> {
    this.#first = timestamp;
    const cloud = new Cloud({ clock: { speed: 0, start: minute } });
    const metrics = registerMonitoring(cloud);
    cloud.events.on("alarm-state", ({ alarmName, timestamp: at, from, to, reason }) => {
      this.transitions.push({ alarmName, timestamp: at, from, to, reason });
    });
    for (const alarm of this.#alarms) {
      const operation = alarm["AlarmRule"] === undefined ? "PutMetricAlarm" : "PutCompositeAlarm";
      await cloud.call("monitoring", operation, { ...alarm, ActionsEnabled: false });
    }
    return { cloud, metrics, extraction: new MetricExtraction(cloud, metrics) };
  }
}
