import { KnownIds } from "../shared/known-ids.ts";
import type { OutgoingEvent } from "./event.ts";

/** Ids of the events of one batch, in their order. */
interface Run {
  readonly stream: string;
  readonly first: string;
  readonly last: string;
  /** All ids, of one length, in one text of their own: cut from the payload's, each would keep all of it in memory. */
  readonly ids: string;
  /** Made when a batch comes that may have some of them. */
  set: ReadonlySet<string> | undefined;
}

/** A batch that is smaller is not worth an entry of its own. */
const SMALLEST_RUN = 32;
const NONE: ReadonlySet<OutgoingEvent> = new Set();

/**
 * Events seen lately, bounded; the oldest make room. Ids of CloudWatch Logs sort by time, so of a whole batch mostly its first and its
 * last tell that none of its stream was seen before, and no id has to be looked up.
 */
export class KnownEvents {
  readonly #limit: number;
  readonly #single: KnownIds;
  /** The oldest first. */
  readonly #runs: Run[] = [];
  readonly #byStream = new Map<string, Run[]>();
  #count = 0;

  /** @param limit ids to remember at least half of */
  constructor(limit: number) {
    this.#limit = limit;
    this.#single = new KnownIds(limit);
  }

  /** Remembers a batch; returns the events that were known, or came before in it. */
  add(events: readonly OutgoingEvent[], stream: string): ReadonlySet<OutgoingEvent> {
    if (events.length === 0) return NONE;
    const run = runOf(events, stream);
    if (run === undefined) {
      const seen = this.#meeting(events, stream);
      return new Set(events.filter(({ id }) => !this.#single.add(keyOf(id, stream)) || isIn(seen, id)));
    }
    const known = this.known(events, stream);
    if (known.size < events.length) this.#remember(run, events.length);
    return known;
  }

  /** The events that are known. */
  known(events: readonly OutgoingEvent[], stream: string): ReadonlySet<OutgoingEvent> {
    const seen = this.#meeting(events, stream);
    if (seen.length === 0 && this.#single.isEmpty) return NONE;
    return new Set(events.filter(({ id }) => this.#single.has(keyOf(id, stream)) || isIn(seen, id)));
  }

  /** Runs of the stream that may have ids of the batch. */
  #meeting(events: readonly OutgoingEvent[], stream: string): readonly Run[] {
    const runs = this.#byStream.get(stream);
    const [start] = events;
    if (runs === undefined || start === undefined) return [];
    let first = start.id;
    let last = first;
    for (const { id } of events)
      if (id > last) last = id;
      else if (id < first) first = id;
    return runs.filter((run) => run.first <= last && run.last >= first);
  }

  #remember(run: Run, count: number): void {
    this.#runs.push(run);
    const runs = this.#byStream.get(run.stream);
    if (runs === undefined) this.#byStream.set(run.stream, [run]);
    else runs.push(run);
    this.#count += count;
    for (let oldest = this.#runs[0] as Run; this.#runs.length > 1; oldest = this.#runs[0] as Run) {
      const ids = oldest.ids.length / oldest.first.length;
      if (this.#count - ids < this.#limit) return;
      this.#count -= ids;
      this.#runs.shift();
      const others = this.#byStream.get(oldest.stream) as Run[];
      others.shift();
      if (others.length === 0) this.#byStream.delete(oldest.stream);
    }
  }
}

const keyOf = (id: string, stream: string): string => `${stream}\n${id}`;

/** Undefined for a batch whose ids do not rise, or are not all of one length. */
function runOf(events: readonly OutgoingEvent[], stream: string): Run | undefined {
  if (events.length < SMALLEST_RUN) return undefined;
  const ids = events.map(({ id }) => id);
  const width = (ids[0] as string).length;
  if (width === 0 || ids.some(({ length }) => length !== width)) return undefined;
  const text = ids.join("");
  for (let start = width; start < text.length; start += width)
    if (!rises(text, start, width)) return undefined;
  return { stream, first: text.slice(0, width), last: text.slice(-width), ids: text, set: undefined };
}

/** Whether what stands at a place is greater than what stands before it; comparing slices of a text takes several times as long. */
function rises(text: string, start: number, width: number): boolean {
  for (let at = start; at < start + width; at++) {
    const difference = text.charCodeAt(at) - text.charCodeAt(at - width);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function isIn(runs: readonly Run[], id: string): boolean {
  return runs.some((run) => {
    run.set ??= idsOf(run);
    return run.set.has(id);
  });
}

function idsOf({ ids, first: { length } }: Run): ReadonlySet<string> {
  return new Set(
    Array.from({ length: ids.length / length }, (_, index) =>
      ids.slice(index * length, (index + 1) * length),
    ),
  );
}
