import { setTimeout as wait } from "node:timers/promises";
import { OrderedEvents } from "./ordered-events.ts";
import { SeenEvents } from "./seen-events.ts";
import type { TailEvent } from "./tail-event.ts";

/** Real milliseconds of a round. */
const ROUND = 1_000;
/** Events may become readable in another order than their times, so each reading goes back by so much, in milliseconds. */
const OVERLAP = 60_000;
/** For how long reading goes on after a live tail left something out: what it left out may not be readable at once. */
const CATCH_UP = 5_000;

/** Something whose events are read again and again. */
export interface FollowedSource {
  /** Log group of its events in a live tail; undefined for what has none. */
  readonly group?: string;
  read(start: number): AsyncIterable<TailEvent>;
}

interface Followed {
  readonly source: FollowedSource;
  readonly seen: SeenEvents;
  /** Time of the latest event. */
  newest: number;
}

/** Follows sources: each event is printed once, in order of the times as far as they came within a round. */
export class Following {
  readonly #followed: readonly Followed[];
  readonly #byGroup = new Map<string, Followed>();
  readonly #start: number;
  readonly #print: (event: TailEvent) => void;
  readonly #signal: AbortSignal;
  readonly #ordered = new OrderedEvents();
  #live = false;
  #readUntil = 0;

  /** @param start time of the first event, milliseconds since the epoch */
  constructor(
    sources: readonly FollowedSource[],
    { start, print, signal }: { start: number; print: (event: TailEvent) => void; signal: AbortSignal },
  ) {
    this.#followed = sources.map((source) => ({ source, seen: new SeenEvents(), newest: start }));
    for (const followed of this.#followed)
      if (followed.source.group !== undefined) this.#byGroup.set(followed.source.group, followed);
    this.#start = start;
    this.#print = print;
    this.#signal = signal;
  }

  /** Takes an event of a live tail. */
  event(event: TailEvent): void {
    const followed = this.#byGroup.get(event.group);
    if (followed !== undefined) this.#take(followed, event);
  }

  /** Has everything be read again for a while. */
  gap(): void {
    this.#readUntil = Date.now() + CATCH_UP;
  }

  /** Whether events of groups come by themselves, so that reading is needed after gaps only. */
  set live(live: boolean) {
    this.#live = live;
    this.gap();
  }

  /** Resolves when the signal is aborted. */
  async run(): Promise<void> {
    try {
      for (;;) {
        for (const followed of this.#followed)
          if (!this.#live || followed.source.group === undefined || Date.now() < this.#readUntil)
            await this.#read(followed);
        for (const event of this.#ordered.round()) this.#print(event);
        for (const { seen, newest } of this.#followed) seen.forget(newest - 2 * OVERLAP);
        await wait(ROUND, undefined, { signal: this.#signal });
      }
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    } finally {
      for (const event of this.#ordered.rest()) this.#print(event);
    }
  }

  async #read(followed: Followed): Promise<void> {
    const from = Math.max(this.#start, followed.newest - OVERLAP);
    for await (const event of followed.source.read(from)) this.#take(followed, event);
  }

  #take(followed: Followed, event: TailEvent): void {
    followed.newest = Math.max(followed.newest, event.timestamp);
    if (followed.seen.isNew(event)) this.#ordered.add(event);
  }
}
