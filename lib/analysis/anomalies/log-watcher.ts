import { readEvent } from "../contract/read-event.ts";
import type { Anomaly } from "../rates/anomaly.ts";
import { AnomalyDetector, type AnomalyDetectorOptions } from "../rates/anomaly-detector.ts";
import { emptyWindow, OpenWindow, timeliness, WINDOW_MS } from "../rates/window-counts.ts";
import { continuesEvent } from "../templates/mined-text.ts";
import { TemplateMiner, type TemplateSummary } from "../templates/template-miner.ts";

/** How long after its end a window waits for events that come a little late. */
const GRACE_MS = 30_000;

/** An event of a group that is watched. */
export interface WatchedEvent {
  /** Epoch milliseconds of the event. */
  readonly timestamp: number;
  /** Epoch milliseconds at which it arrived. @default its own time, or that of a later event before it */
  readonly arrival?: number;
  readonly message: string;
}

/**
 * Watches one group's events: finds their templates, counts them in windows of five minutes, and judges each window when it is
 * over. Time is that of the events and of {@link advance}; nothing depends on the machine's clock.
 */
export class LogWatcher {
  readonly #miner = new TemplateMiner();
  readonly #detector: AnomalyDetector;
  readonly #open = new Map<number, OpenWindow>();
  #now = Number.NEGATIVE_INFINITY;
  #texts = new Map<string, string>();
  #textsAt = -1;

  constructor(options: Omit<AnomalyDetectorOptions, "textOf"> = {}) {
    this.#detector = new AnomalyDetector({ ...options, textOf: (id) => this.#textOf(id) });
  }

  /** The detector, to exclude templates, to mute, and to ask whether it still learns. */
  get detector(): AnomalyDetector {
    return this.#detector;
  }

  /** What is known of the templates, those with most lines first. */
  templates(): TemplateSummary[] {
    return this.#miner.templates();
  }

  /** Counts an event, and returns what was found in windows that are over by its arrival. */
  add(event: WatchedEvent): Anomaly[] {
    const arrival = Math.max(this.#now, event.arrival ?? event.timestamp);
    const found = this.advance(arrival);
    if (continuesEvent(event.message)) return found;
    const { row } = readEvent({ timestamp: event.timestamp, message: event.message });
    const duration = row["duration_ms"];
    const counted = {
      time: event.timestamp,
      arrival,
      template: this.#miner.add(event.message, event.timestamp),
      level: row["is_error"] === true ? "ERROR" : typeof row["level"] === "string" ? row["level"] : undefined,
      value: typeof duration === "number" ? duration : undefined,
      line: event.message,
    };
    const start = Math.floor(event.timestamp / WINDOW_MS) * WINDOW_MS;
    const when = timeliness(counted, WINDOW_MS);
    if (when === "timely" && start >= this.#detector.next) this.#window(start).add(counted);
    else if (when === "future") this.#window(this.#current(arrival)).future++;
    else this.#window(this.#current(arrival)).late++;
    return found;
  }

  /** Judges the windows that are over at this time, also when no events came. */
  advance(now: number): Anomaly[] {
    if (now <= this.#now) return [];
    this.#now = now;
    const over = Math.floor((now - GRACE_MS) / WINDOW_MS) * WINDOW_MS;
    const found: Anomaly[] = [];
    const starts = [...this.#open.keys()].filter((start) => start < over).sort((one, other) => one - other);
    for (const start of starts) {
      const counts = this.#open.get(start)!.counts((id) => this.#miner.resolve(id));
      this.#open.delete(start);
      if (start >= this.#detector.next) found.push(...this.#detector.observe(counts));
    }
    const last = over - WINDOW_MS;
    if (Number.isFinite(this.#detector.next) && last >= this.#detector.next)
      found.push(...this.#detector.observe(emptyWindow(last)));
    return found;
  }

  /** Judges what is left when no more events will come. */
  finish(): Anomaly[] {
    return Number.isFinite(this.#now) ? this.advance(this.#now + WINDOW_MS + GRACE_MS) : [];
  }

  #current(arrival: number): number {
    return Math.max(this.#detector.next, Math.floor(arrival / WINDOW_MS) * WINDOW_MS);
  }

  #window(start: number): OpenWindow {
    let window = this.#open.get(start);
    if (window === undefined) {
      window = new OpenWindow(start);
      this.#open.set(start, window);
    }
    return window;
  }

  #textOf(id: string): string | undefined {
    if (this.#textsAt !== this.#detector.windows) {
      this.#texts = new Map(this.#miner.templates().map((template) => [template.id, template.text]));
      this.#textsAt = this.#detector.windows;
    }
    return this.#texts.get(id);
  }
}
