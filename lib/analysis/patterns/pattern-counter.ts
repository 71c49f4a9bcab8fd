import { TemplateMiner } from "../templates/template-miner.ts";
import { Trends } from "./trend.ts";

/** Parts of the whole time that a trend shows. */
const TREND_PARTS = 20;
/** How many times more (or less) of a share is told. */
const MORE = 2;
/** Lines below which a change of a share may be chance. */
const MIN_LINES = 10;

/** A template with what came of it. */
export interface PatternCount {
  readonly id: string;
  /** The template's text, with `<*>` for what varies. */
  readonly pattern: string;
  readonly count: number;
  /** Part of all events, from 0 to 1. */
  readonly share: number;
  /** Counts in 20 equal parts of the time; empty when events have no times. */
  readonly trend: readonly number[];
  /** Epoch milliseconds; undefined when events have no times. */
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
  /** The first line seen. */
  readonly sample: string;
}

/** What became of a template from one log to another. */
export interface PatternChange {
  readonly id: string;
  readonly pattern: string;
  readonly change: "new" | "gone" | "more" | "less";
  readonly before: number;
  readonly after: number;
  /** Shares of all events, from 0 to 1. */
  readonly shareBefore: number;
  readonly shareAfter: number;
  readonly sample: string;
}

/** Counts the templates of one log, or of two to compare. */
export class PatternCounter {
  readonly #miner = new TemplateMiner();
  readonly #trends = new Trends();
  readonly #sides = [new Map<string, number>(), new Map<string, number>()] as const;
  readonly #totals: [number, number] = [0, 0];
  #hasTimes = false;

  /**
   * Counts an event.
   * @param time Epoch milliseconds, or undefined when it has none.
   * @param side 1 for the second log of a comparison.
   */
  add(message: string, time?: number, side: 0 | 1 = 0): string {
    const id = this.#miner.add(message, time ?? 0);
    if (time !== undefined) {
      this.#hasTimes = true;
      this.#trends.add(id, time);
    }
    this.#sides[side].set(id, (this.#sides[side].get(id) ?? 0) + 1);
    this.#totals[side]++;
    return id;
  }

  /** The id under which the template of an earlier event is known now. */
  resolve(id: string): string {
    return this.#miner.resolve(id);
  }

  /** How many events were counted. */
  get events(): number {
    return this.#totals[0] + this.#totals[1];
  }

  /** The templates, those with most events first. */
  counts(): PatternCount[] {
    const members = new Map<string, string[]>();
    for (const side of this.#sides)
      for (const id of side.keys()) {
        const root = this.#miner.resolve(id);
        const ids = members.get(root);
        if (ids === undefined) members.set(root, [id]);
        else ids.push(id);
      }
    return this.#miner.templates().map(({ id, text, count, firstSeen, lastSeen, sample }) => ({
      id,
      pattern: text,
      count,
      share: count / Math.max(1, this.events),
      trend: this.#hasTimes ? this.#trends.of(members.get(id) ?? [], TREND_PARTS) : [],
      firstSeen: this.#hasTimes ? firstSeen : undefined,
      lastSeen: this.#hasTimes ? lastSeen : undefined,
      sample,
    }));
  }

  /** What the second log has that the first has not, and the other way round, and shares that at least doubled or halved. */
  changes(): PatternChange[] {
    const [before, after] = this.#sides.map((side) => this.#resolved(side)) as [
      Map<string, number>,
      Map<string, number>,
    ];
    const [allBefore, allAfter] = this.#totals;
    const changes: PatternChange[] = [];
    for (const { id, text, sample } of this.#miner.templates()) {
      const counts = { before: before.get(id) ?? 0, after: after.get(id) ?? 0 };
      const shareBefore = counts.before / Math.max(1, allBefore);
      const shareAfter = counts.after / Math.max(1, allAfter);
      const change = changeOf(counts.before, counts.after, shareBefore, shareAfter);
      if (change !== undefined)
        changes.push({ id, pattern: text, change, ...counts, shareBefore, shareAfter, sample });
    }
    const order = ["new", "gone", "more", "less"];
    return changes.sort(
      (one, other) =>
        order.indexOf(one.change) - order.indexOf(other.change) ||
        other.before + other.after - one.before - one.after,
    );
  }

  #resolved(side: ReadonlyMap<string, number>): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [id, count] of side) {
      const root = this.#miner.resolve(id);
      counts.set(root, (counts.get(root) ?? 0) + count);
    }
    return counts;
  }
}

function changeOf(
  before: number,
  after: number,
  shareBefore: number,
  shareAfter: number,
): PatternChange["change"] | undefined {
  if (before === 0 && after === 0) return undefined;
  if (before === 0) return "new";
  if (after === 0) return "gone";
  if (Math.max(before, after) < MIN_LINES) return undefined;
  if (shareAfter >= MORE * shareBefore) return "more";
  return shareAfter * MORE <= shareBefore ? "less" : undefined;
}
