import { type Tone, toneOfLine } from "./line-tone.ts";

/** Counts of lines by level in equal parts of a range of time. */
export interface LevelHistogram {
  /** Where the first part begins, in milliseconds since the epoch. */
  readonly start: number;
  /** Length of each part in milliseconds. */
  readonly step: number;
  readonly error: readonly number[];
  readonly warning: readonly number[];
  readonly other: readonly number[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
];
const MOST_PARTS = 72;

/** Counts lines by level; those outside of the range are not counted. */
export class LevelCounts {
  readonly #start: number;
  readonly #step: number;
  readonly #counts: Readonly<Record<"error" | "warning" | "other", number[]>>;

  /** @param end milliseconds since the epoch; not in the range */
  constructor(start: number, end: number) {
    this.#step =
      STEPS.find((step) => (end - start) / step <= MOST_PARTS) ??
      Math.ceil((end - start) / MOST_PARTS / DAY) * DAY;
    this.#start = Math.floor(start / this.#step) * this.#step;
    const parts = Math.max(1, Math.ceil((end - this.#start) / this.#step));
    const zeros = (): number[] => new Array<number>(parts).fill(0);
    this.#counts = { error: zeros(), warning: zeros(), other: zeros() };
  }

  add(line: { readonly timestamp: number; readonly message: string; readonly severity?: string }): void {
    const part = Math.floor((line.timestamp - this.#start) / this.#step);
    const counts = this.#counts[memberOf(toneOfLine(line))];
    if (part >= 0 && part < counts.length) counts[part]! += 1;
  }

  histogram(): LevelHistogram {
    return { start: this.#start, step: this.#step, ...this.#counts };
  }
}

function memberOf(tone: Tone): "error" | "warning" | "other" {
  return tone === "error" || tone === "warning" ? tone : "other";
}
