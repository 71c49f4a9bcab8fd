import type { LineBlock } from "cumulog/analysis";
import { compilePattern, type FilteredEvent, requiredTextsOf } from "cumulog/semantics";
import type { MetricAlarmInput } from "../services/cloudwatch/alarm.ts";
import { periodOf } from "../services/cloudwatch/alarm-semantics.ts";
import type { MetricStore } from "../services/cloudwatch/metric-store.ts";
import { MetricExtraction } from "../services/logs/metric-extraction.ts";
import type { AlarmInput, AlarmSet, FilterDefinition } from "./alarm-definition.ts";
import { longestLook, metricsOf, queriedMetricsOf } from "./alarm-definition.ts";
import { AlarmRun } from "./alarm-run.ts";
import { type AlarmSeries, seriesOf } from "./alarm-series.ts";
import { BlockTexts } from "./block-texts.ts";
import { logAlarmOf } from "./log-alarm.ts";
import { QuietTime } from "./quiet-time.ts";
import type { Transition } from "./result.ts";

const MINUTE = 60_000;

interface Running {
  readonly alarms: AlarmRun;
  readonly extraction: MetricExtraction;
}

/** Lines that come behind later ones count in full when they are behind by at most this, in milliseconds. */
const LATEST = 3_600_000;
/** An alarm that looks into a minute before it is over sees what has come until then: for it the clock cannot be behind. */
function isQuick(alarm: AlarmInput): boolean {
  if (alarm["AlarmRule"] !== undefined || logAlarmOf(alarm)) return false;
  return periodOf({ input: alarm as unknown as MetricAlarmInput }) * 1_000 < MINUTE;
}

export interface SimulationOptions {
  /** Ends the passing of time early when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Keeps every datapoint. @default they are rolled up as they grow old */
  readonly metrics?: MetricStore | undefined;
}

/** The texts that filters look for, and those of the embedded metric format. */
function needlesOf(filters: readonly FilterDefinition[]): string[] | undefined {
  const texts = filters.map(({ filterPattern, applyOnTransformedLogs = false }) => {
    const { tree } = compilePattern(filterPattern);
    // What a pattern looks for in a document need not stand in the line that the document is made of.
    return applyOnTransformedLogs ? undefined : requiredTextsOf(tree);
  });
  if (texts.some((own) => own === undefined)) return undefined;
  return [...new Set([...texts.flatMap((own) => own ?? []), "CloudWatchMetrics", "\\u"])];
}

function oneOfEachMinute(times: Float64Array): number[] {
  const chosen: number[] = [];
  let minute = Number.NaN;
  for (const time of times) {
    if (Math.floor(time / MINUTE) === minute) continue;
    minute = Math.floor(time / MINUTE);
    chosen.push(time);
  }
  return chosen;
}

/**
 * Runs alarms over events with the local cloud's own metric extraction and alarm engine on a stepped clock that follows
 * the events' times, an hour behind: an alarm changes here when it would change there. No event is kept.
 */
export class Simulation {
  readonly #filters: readonly FilterDefinition[];
  readonly #alarms: readonly AlarmInput[];
  /** Texts of which a line must contain one to be looked at; undefined when every line must be. */
  readonly #needles: readonly string[] | undefined;
  readonly #quiet: QuietTime;
  /** How far the clock is behind, so that late events count. */
  readonly #lateness: number;
  readonly #signal: AbortSignal | undefined;
  readonly #metrics: MetricStore | undefined;
  readonly #minutes: number[] = [];
  /** Made with the first event: its clock starts there. */
  #running: Running | undefined;
  #events = 0;
  #late = 0;
  #first: number | undefined;
  /** Time of the latest event. */
  #latest = 0;
  #nextMinute = 0;

  /** @throws PatternSyntaxError when a filter's pattern is malformed */
  constructor({ filters, alarms }: AlarmSet, { signal, metrics }: SimulationOptions = {}) {
    // A query looks at every line.
    this.#needles = alarms.some(logAlarmOf) ? undefined : needlesOf(filters);
    this.#filters = filters;
    this.#alarms = alarms;
    this.#quiet = new QuietTime(alarms);
    this.#lateness = alarms.some(isQuick) ? 0 : LATEST;
    this.#signal = signal;
    this.#metrics = metrics;
  }

  /** The store that it was given. */
  get metrics(): MetricStore | undefined {
    return this.#metrics;
  }

  get transitions(): readonly Transition[] {
    return this.#running?.alarms.transitions ?? [];
  }

  /** Starts of the minutes that had events, in about their order, milliseconds since the epoch. */
  get minutes(): readonly number[] {
    return this.#minutes;
  }

  get events(): number {
    return this.#events;
  }

  /** Events that came when the alarms had judged their minute already. */
  get late(): number {
    return this.#late;
  }

  /** Time of the first event. */
  get start(): number | undefined {
    return this.#first;
  }

  /** The cloud's time. */
  get end(): number | undefined {
    return this.#running?.alarms.cloud.clock.now();
  }

  /** Takes events in about the order of their times; one that is too late counts for its own minute, as in the cloud. */
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

  /** The same for lines of a log. */
  async takeBlock(block: LineBlock): Promise<void> {
    const texts = new BlockTexts(block, this.#needles);
    for (let from = 0; from < block.count; ) {
      if (block.times[from]! >= this.#nextMinute) await this.#enter(block.times[from]!);
      let to = from + 1;
      while (to < block.count && block.times[to]! < this.#nextMinute) to++;
      this.#ingestLines(block.times.subarray(from, to), texts.events(from, to));
      from = to;
    }
  }

  /** Lets time pass after the last event until every alarm has looked at all of it. */
  async finish(): Promise<void> {
    const longest = Math.max(...this.#alarms.map(longestLook), MINUTE);
    if (this.#running) await this.#pass(this.#running, this.#nextMinute + longest);
  }

  /** Whether the history made any of the metrics that an alarm looks at; always true for composite and log alarms. */
  hasData(alarm: AlarmInput): boolean {
    if (alarm["AlarmRule"] !== undefined || logAlarmOf(alarm)) return true;
    const { metrics } = this.#running?.alarms ?? {};
    return (
      metricsOf(alarm).some((identity) => metrics?.find(identity) !== undefined) ||
      queriedMetricsOf(alarm).some(({ namespace, metricName }) =>
        [...(metrics?.all() ?? [])].some(({ identity }) => {
          return identity.namespace === namespace && identity.metricName === metricName;
        }),
      )
    );
  }

  /** What each alarm looked at; in full only with a store of one's own, for others forget what is old. */
  async series(): Promise<readonly AlarmSeries[]> {
    if (!this.#running || this.#first === undefined) return [];
    const { cloud } = this.#running.alarms;
    const span = { start: this.#first, end: cloud.clock.now() };
    const charted = this.#alarms.filter((alarm) => !logAlarmOf(alarm));
    return Promise.all(charted.map((alarm) => seriesOf(cloud, alarm, span)));
  }

  async close(): Promise<void> {
    await this.#running?.alarms.close();
  }

  #ingest(events: readonly FilteredEvent[]): void {
    if (!this.#running || events.length === 0) return;
    this.#count(
      this.#running,
      events.map(({ timestamp }) => timestamp),
    );
    this.#running.extraction.ingest(this.#filters, events);
    this.#running.alarms.queries?.take(events);
  }

  /** @param events those of the lines that may match */
  #ingestLines(times: Float64Array, events: readonly FilteredEvent[]): void {
    if (!this.#running || times.length === 0) return;
    this.#count(this.#running, times);
    if (events.length < times.length) this.#running.extraction.pass(this.#filters, oneOfEachMinute(times));
    if (events.length > 0) this.#running.extraction.ingest(this.#filters, events);
    this.#running.alarms.queries?.take(events);
  }

  #count({ alarms }: Running, times: ArrayLike<number>): void {
    const now = alarms.cloud.clock.now();
    for (let index = 0; index < times.length; index++) {
      const time = times[index]!;
      if (time < now) this.#late++;
      if (time > this.#latest) this.#latest = time;
    }
    this.#events += times.length;
  }

  async #enter(timestamp: number): Promise<void> {
    const minute = Math.floor(timestamp / MINUTE) * MINUTE;
    this.#running ??= await this.#begin(timestamp, minute);
    await this.#pass(this.#running, timestamp - this.#lateness, this.#signal);
    this.#minutes.push(minute);
    this.#nextMinute = minute + MINUTE;
  }

  async #pass(running: Running, time: number, signal?: AbortSignal): Promise<void> {
    await running.alarms.passUntil(time, { latest: this.#latest, quiet: this.#quiet, signal });
  }

  /** Alarms come into being with the first event: before it there is nothing to judge. */
  async #begin(timestamp: number, minute: number): Promise<Running> {
    this.#first = timestamp;
    const alarms = await AlarmRun.begin(this.#alarms, minute, this.#metrics);
    return { alarms, extraction: new MetricExtraction(alarms.cloud, alarms.metrics) };
  }
}
