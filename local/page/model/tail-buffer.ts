import { type GoogleEntry, type LogLine, lineOfEntry } from "../../control/lines/log-line.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import type { LogEventsPayload } from "./cloud-types.ts";
import { linesOfEvents } from "./log-line.ts";
import { createStore } from "./store.ts";

const CAPACITY = 20_000;
const DROPPED_AT_ONCE = 4_000;

/** The newest lines of both clouds in the order in which they came; bounded. */
export class TailBuffer {
  #lines: LogLine[] = [];
  /** Lines that were dropped at the front, so that a place in the buffer stays valid. */
  #dropped = 0;
  #frame = 0;
  readonly #listeners = new Set<() => void>();

  /** Number of the next line since the page was opened. */
  get end(): number {
    return this.#dropped + this.#lines.length;
  }

  /** Number of the oldest line that is still there. */
  get start(): number {
    return this.#dropped;
  }

  add(lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    for (const line of lines) this.#lines.push(line);
    if (this.#lines.length > CAPACITY + DROPPED_AT_ONCE) {
      const surplus = this.#lines.length - CAPACITY;
      this.#lines = this.#lines.slice(surplus);
      this.#dropped += surplus;
    }
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      for (const listener of this.#listeners) listener();
    });
  }

  /** Lines from a number on. */
  since(number: number): readonly LogLine[] {
    return this.#lines.slice(Math.max(0, number - this.#dropped));
  }

  /** Called at most once a frame when lines have come. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

export const tailBuffer = new TailBuffer();

onCloudEvent<LogEventsPayload>("log-events", (payload) => tailBuffer.add(linesOfEvents(payload)));
onCloudEvent<{ entries: readonly GoogleEntry[] }>("google-entries", ({ entries }) =>
  tailBuffer.add(entries.map(lineOfEntry)),
);

/** Happenings that came faster than the page could take them. */
export const missedCount = createStore(0);

onCloudEvent<{ count: number }>("missed", ({ count }) => missedCount.update((before) => before + count));
