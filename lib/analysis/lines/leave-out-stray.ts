import { BlockBuilder, type LineBlock } from "./line-block.ts";

const DAY = 86_400_000;
/** Times of neighbours that are further apart belong to two spans of time. */
const APART = 30 * DAY;
const YEAR = 366 * DAY;
/** So few lines between others make no span of their own. */
const FEW = 100;
/** Logs of machines do not reach further back. */
const EARLIEST = Date.UTC(1990, 0, 1);
/** Clocks that were not set begin at the first of January of a year such as 1970 or 2000. */
const LAST_CLOCK_START = Date.UTC(2021, 0, 1);

export interface StrayOptions {
  /** Times that are later are none of a log, milliseconds since the epoch. */
  readonly latest: number;
  /** Whether lines with such times stay, at the time of the line before. @default false */
  readonly keep?: boolean;
  /** Called for each line that has such a time. */
  readonly onStray?: (line: number, timestamp: number) => void;
  /** Called with the number of lines that have no times of their own. */
  readonly onUndated?: (count: number) => void;
}

/**
 * Leaves out lines whose times are far from that of all around them, such as those of a clock that was not set, and gives lines
 * without a time that of the line before (at the start of the file, that of the first line that has one).
 *
 * @param blocks of one file, in its order, with `NaN` as the time of lines that have none
 */
export async function* leaveOutStray(
  blocks: AsyncIterable<LineBlock>,
  options: StrayOptions,
): AsyncGenerator<LineBlock> {
  const filter = new StrayFilter(options);
  let current: LineBlock | undefined;
  for await (const next of blocks) {
    if (current) yield* filter.take(current, next);
    current = next;
  }
  if (current) yield* filter.take(current, undefined);
  yield* filter.finish();
}

class StrayFilter {
  readonly #options: StrayOptions;
  /** The time of the last line that stayed. */
  #last: number | undefined;
  #taken = 0;
  /** Whether a line stayed whose time is one of a log. */
  #hasPlausible = false;
  /** Lines ahead of the first time. */
  #leading: LineBlock[] = [];

  constructor(options: StrayOptions) {
    this.#options = options;
  }

  take(block: LineBlock, next: LineBlock | undefined): LineBlock[] {
    const stray = this.#isSteady(block) ? undefined : this.#strayOf(block, next);
    const undated = this.#fill(block, stray);
    this.#options.onUndated?.(undated);
    const left = stray === undefined || this.#options.keep ? block : without(block, stray);
    if (this.#last === undefined) {
      this.#leading.push(left);
      return [];
    }
    return [...this.#leadingAt(firstOf(left) ?? this.#last), ...(left.count > 0 ? [left] : [])];
  }

  /** A file whose lines are all stray has them all the same. */
  finish(): LineBlock[] {
    return this.#leadingAt(0);
  }

  #leadingAt(time: number): LineBlock[] {
    return this.#leading.splice(0).map((block) => {
      block.times.fill(time);
      return block;
    });
  }

  /** The usual case in one pass: each time is near the one before. */
  #isSteady({ times, count }: LineBlock): boolean {
    let last = this.#last;
    if (last === undefined) return false;
    for (let index = 0; index < count; index++) {
      const time = times[index]!;
      if (Number.isNaN(time)) continue;
      const distance = time - last;
      if (distance > APART || distance < -APART) return false;
      last = time;
    }
    return true;
  }

  /** Which lines are to be left out. */
  #strayOf(block: LineBlock, next: LineBlock | undefined): boolean[] {
    const stray = Array<boolean>(block.count).fill(false);
    const timed = [...timesOf(block), ...(next ? timesOf(next) : [])];
    let last = this.#last;
    let at = 0;
    for (const span of spansOf(timed)) {
      if (timed[span.from]!.index >= block.count || timed[span.from]!.block !== block) break;
      at = span.to;
      const rest = timed.slice(at);
      const isStray =
        (last === undefined || Math.abs(timed[span.from]!.time - last) > APART) &&
        this.#isStray(timed.slice(span.from, span.to), rest, last, next === undefined);
      if (!isStray) {
        last = timed[span.to - 1]!.time;
        this.#hasPlausible ||= this.#isPlausible(last);
      } else
        for (const { block: of, index } of timed.slice(span.from, span.to))
          if (of === block) stray[index] = true;
    }
    // A line without a time belongs to the one before.
    let isStray = false;
    for (let index = 0; index < block.count; index++)
      if (Number.isNaN(block.times[index]!)) stray[index] = isStray;
      else isStray = stray[index]!;
    return stray;
  }

  #isStray(
    span: readonly Timed[],
    rest: readonly Timed[],
    last: number | undefined,
    isEnd: boolean,
  ): boolean {
    const [first, end] = [span[0]!.time, span.at(-1)!.time];
    if (!this.#isPlausible(first))
      return this.#hasPlausible || rest.some(({ time }) => this.#isPlausible(time));
    if (span.length > FEW) return false;
    if (last !== undefined) {
      if (isClockStart(first) && last - first > YEAR) return true;
      const back = rest.findIndex(({ time }) => Math.abs(time - last) <= APART);
      if (back !== -1 && back <= FEW) return true;
      return isEnd && rest.length === 0 && first < last && this.#taken > span.length * FEW;
    }
    const following = rest.find(({ time }) => this.#isPlausible(time) && !isClockStart(time))?.time;
    if (following === undefined) return false;
    if (isClockStart(first) && following - end > YEAR) return true;
    if (rest.some(({ time }) => Math.abs(time - end) <= APART)) return false;
    return end - following > APART && rest.length > span.length * FEW;
  }

  #isPlausible(time: number): boolean {
    return time >= EARLIEST && time <= this.#options.latest;
  }

  /** @returns how many lines that stay have no times of their own */
  #fill({ times, count, lines }: LineBlock, stray: readonly boolean[] | undefined): number {
    const { onStray, keep } = this.#options;
    let undated = 0;
    for (let index = 0; index < count; index++) {
      const time = times[index]!;
      const isStray = stray?.[index] === true;
      const isUndated = Number.isNaN(time);
      if (isStray) onStray?.(lines[index]!, isUndated ? (this.#last ?? 0) : time);
      if (isUndated && (!isStray || keep)) undated++;
      if (!isUndated && !isStray) {
        if (this.#last === undefined) times.fill(time, 0, index);
        this.#last = time;
        this.#hasPlausible ||= this.#isPlausible(time);
        this.#taken++;
      } else if (this.#last !== undefined) times[index] = this.#last;
    }
    return undated;
  }
}

interface Timed {
  readonly block: LineBlock;
  readonly index: number;
  readonly time: number;
}

function timesOf(block: LineBlock): Timed[] {
  const timed: Timed[] = [];
  for (const [index, time] of block.times.entries())
    if (!Number.isNaN(time)) timed.push({ block, index, time });
  return timed;
}

/** Where times follow each other without leaps. */
function spansOf(timed: readonly Timed[]): { readonly from: number; readonly to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (const [index, { time }] of timed.entries()) {
    const before = timed[index - 1];
    if (before === undefined || Math.abs(time - before.time) > APART)
      spans.push({ from: index, to: index + 1 });
    else spans.at(-1)!.to = index + 1;
  }
  return spans;
}

const isClockStart = (time: number): boolean => {
  const year = new Date(time).getUTCFullYear();
  return time < LAST_CLOCK_START && time - Date.UTC(year, 0, 1) < 2 * DAY;
};

const firstOf = ({ times, count }: LineBlock): number | undefined => (count > 0 ? times[0] : undefined);

function without(block: LineBlock, stray: readonly boolean[]): LineBlock {
  const builder = new BlockBuilder();
  for (let index = 0; index < block.count; index++) if (!stray[index]) builder.add(block, index, index + 1);
  return builder.take();
}
