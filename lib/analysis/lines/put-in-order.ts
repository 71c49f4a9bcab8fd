import { BlockBuilder, type LineBlock } from "./line-block.ts";

/** Bytes and lines that wait, so that late ones can be put before them. */
const WINDOW_BYTES = 1 << 23;
const WINDOW_LINES = 50_000;
const PART_LINES = 4_096;

export interface OrderOptions {
  /** Called for each line that is earlier than one that was given already, with the difference in milliseconds. */
  readonly onLate?: (block: LineBlock, index: number, milliseconds: number) => void;
}

/**
 * Lines in the order of their times, as far as they are not behind by more than some megabytes: access logs, for one, are written
 * in the order in which requests end and carry the time at which they began.
 */
export async function* putInOrder(
  blocks: AsyncIterable<LineBlock>,
  options: OrderOptions = {},
): AsyncGenerator<LineBlock> {
  const window = new Window(options);
  for await (const block of blocks) {
    window.add(block);
    while (window.isFull) yield* window.giveSome();
  }
  while (!window.isEmpty) yield* window.giveSome();
}

interface Waiting {
  readonly block: LineBlock;
  readonly least: number;
  readonly most: number;
  readonly isSorted: boolean;
}

class Window {
  readonly #options: OrderOptions;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #lines = 0;
  /** The latest time that was given. */
  #given = Number.NEGATIVE_INFINITY;

  constructor(options: OrderOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#waiting.length > 1 && (this.#bytes > WINDOW_BYTES || this.#lines > WINDOW_LINES);
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(block: LineBlock): void {
    this.#waiting.push(waitingOf(block));
    this.#bytes += block.bytes.length;
    this.#lines += block.count;
  }

  /** At least one block: the first as it is when no line behind it is earlier, otherwise the earlier half of all in order. */
  giveSome(): LineBlock[] {
    const head = this.#waiting[0]!;
    const isNext =
      head.isSorted && this.#waiting.every(({ least }, index) => index === 0 || least >= head.most);
    if (isNext) {
      this.#waiting.shift();
      this.#bytes -= head.block.bytes.length;
      this.#lines -= head.block.count;
      return [this.#give(head.block)];
    }
    const sorted = inOrder(this.#waiting.map(({ block }) => block));
    this.#waiting = [];
    [this.#bytes, this.#lines] = [0, 0];
    const half = Math.ceil(sorted.length / 2);
    for (const block of sorted.slice(half)) this.add(block);
    return sorted.slice(0, half).map((block) => this.#give(block));
  }

  #give(block: LineBlock): LineBlock {
    const { times, count } = block;
    for (let index = 0; index < count && times[index]! < this.#given; index++)
      this.#options.onLate?.(block, index, this.#given - times[index]!);
    this.#given = Math.max(this.#given, times[count - 1]!);
    return block;
  }
}

function waitingOf(block: LineBlock): Waiting {
  const { times, count } = block;
  let [least, most, isSorted] = [times[0]!, times[0]!, true];
  for (let index = 1; index < count; index++) {
    const time = times[index]!;
    if (time < most) isSorted = false;
    else most = time;
    if (time < least) least = time;
  }
  return { block, least, most, isSorted };
}

/** All lines by their times; of one time as they came. */
function inOrder(blocks: readonly LineBlock[]): LineBlock[] {
  const total = blocks.reduce((sum, { count }) => sum + count, 0);
  const times = new Float64Array(total);
  const blockOf = new Uint32Array(total);
  const indexOf = new Uint32Array(total);
  let at = 0;
  for (const [place, { times: own, count }] of blocks.entries()) {
    times.set(own, at);
    blockOf.fill(place, at, at + count);
    for (let index = 0; index < count; index++) indexOf[at++] = index;
  }
  const order = Array.from({ length: total }, (_, index) => index);
  order.sort((one, other) => times[one]! - times[other]!);
  const builder = new BlockBuilder();
  const sorted: LineBlock[] = [];
  for (const [done, place] of order.entries()) {
    builder.add(blocks[blockOf[place]!]!, indexOf[place]!, indexOf[place]! + 1);
    if (builder.count >= PART_LINES || done === total - 1) sorted.push(builder.take());
  }
  return sorted;
}
