import { type CompiledPattern, compilePattern } from "../pattern/compile-pattern.ts";
import { MessageView } from "../pattern/message-view.ts";
import {
  compileTransformation,
  type SystemFields,
  type TransformationReader,
} from "./compile-transformation.ts";
import { datapointsOf, MINUTE_MS } from "./datapoints.ts";
import { DimensionGuard } from "./dimension-guard.ts";
import type { MetricDatapoint, MetricSample, MetricTransformation } from "./types.ts";

/** What a metric filter depends on besides its definition. */
export interface MetricFilterOptions {
  readonly pattern: string;
  readonly transformations: readonly MetricTransformation[];
  /** `@aws.account`, `@aws.region`, added as dimensions. @default none */
  readonly emitSystemFieldDimensions?: readonly string[];
  /** The values of the emitted system fields. */
  readonly systemFields?: SystemFields;
}

/** A log event as a metric filter sees it. */
export interface FilteredEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

const NO_SAMPLES: readonly MetricSample[] = [];

/** Compiles a metric filter. @throws PatternSyntaxError when the pattern or a selector is malformed */
export function metricFilter(options: MetricFilterOptions): MetricFilter {
  return new MetricFilter(options);
}

/**
 * Makes metric samples of log events. {@link offer} takes the events as they arrive and {@link closeMinute} adds the
 * default values of a minute that is over; {@link apply} does both for a list. Rules: `validateMetricFilter`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html
 */
export class MetricFilter {
  readonly pattern: CompiledPattern;
  readonly #transformations: readonly TransformationReader[];
  readonly #guard = new DimensionGuard();
  /** Minutes with events that are not closed yet, and whether any of their events matched. */
  readonly #minutes = new Map<number, boolean>();
  /** The minute of the event before, and whether it is known to have matched: most events change nothing. */
  #lastMinute = Number.NaN;
  #lastMatched = false;

  constructor(options: MetricFilterOptions) {
    this.pattern = compilePattern(options.pattern);
    const emitted = (options.emitSystemFieldDimensions ?? []).flatMap((name): [string, string][] => {
      const value = options.systemFields?.[name as keyof SystemFields];
      return value === undefined ? [] : [[name, value]];
    });
    this.#transformations = options.transformations.map((one) =>
      compileTransformation(one, this.pattern, emitted),
    );
  }

  /** Whether the filter made so many different dimension values that the service disables it. */
  get disabled(): boolean {
    return this.#guard.tripped;
  }

  /** The samples of one event. @param view The parsed message, shared by filters that see the same event. */
  offer(event: FilteredEvent, view: MessageView = new MessageView(event.message)): readonly MetricSample[] {
    if (this.disabled) return NO_SAMPLES;
    const matches = this.pattern.test(view);
    this.#note(Math.floor(event.timestamp / MINUTE_MS), matches);
    if (!matches) return NO_SAMPLES;
    const samples: MetricSample[] = [];
    for (const transformation of this.#transformations) {
      const sample = transformation.sample(view, event.timestamp);
      if (sample === undefined) continue;
      this.#guard.see(sample.dimensions, event.timestamp);
      if (this.disabled) return samples;
      samples.push(sample);
    }
    return samples;
  }

  /** Notes an event that is known not to match: its minute had events. */
  pass(timestamp: number): void {
    const minute = Math.floor(timestamp / MINUTE_MS);
    if (!this.disabled) this.#note(minute, false);
  }

  #note(minute: number, matches: boolean): void {
    if (minute === this.#lastMinute && (this.#lastMatched || !matches)) return;
    const matched = matches || (this.#minutes.get(minute) ?? false);
    this.#minutes.set(minute, matched);
    this.#lastMinute = minute;
    this.#lastMatched = matched;
  }

  /** Minutes, counted since the epoch, that had events and wait for {@link closeMinute}. */
  get openMinutes(): number[] {
    return [...this.#minutes.keys()];
  }

  /** Ends a minute: the default values, if it had events and none of them matched. */
  closeMinute(minute: number): MetricSample[] {
    const matched = this.#minutes.get(minute);
    this.#minutes.delete(minute);
    this.#lastMinute = Number.NaN;
    if (matched !== false || this.disabled) return [];
    return this.#transformations.flatMap(({ defaultSample }) => defaultSample(minute * MINUTE_MS) ?? []);
  }

  /** The datapoints of a list of events, every minute of which is over; ordered by minute. */
  apply(events: readonly FilteredEvent[]): MetricDatapoint[] {
    const matched = datapointsOf(events.flatMap((event) => this.offer(event)));
    const minutes = this.openMinutes;
    const defaults = datapointsOf(minutes.flatMap((minute) => this.closeMinute(minute)));
    return [...matched, ...defaults.map((one) => ({ ...one, default: true as const }))].sort(
      (one, other) => one.minute - other.minute,
    );
  }
}
