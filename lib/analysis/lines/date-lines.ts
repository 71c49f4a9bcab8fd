import type { UndatedBlock } from "./cut-lines.ts";
import { CycleAnchor } from "./dates/cycle.ts";
import { type Dating, type DatingOptions, datingOf, isDayUnclear, zoneNoteOf } from "./dating.ts";
import type { LineBlock } from "./line-block.ts";

const LINES_TO_GUESS_FROM = 1_000;
const BYTES_TO_GUESS_FROM = 4_000_000;

export interface DateLinesOptions extends DatingOptions {
  /** Place of the file in the list of them. */
  readonly file: number;
  /** When the file was last written, milliseconds since the epoch: its dates may leave out the year. */
  readonly written: number;
  /** Lines of the whole file in its order, for dates that leave out the year. @default the first lines, as it cannot be read twice */
  readonly survey?: (() => AsyncIterable<readonly string[]>) | undefined;
  /** Told what must be said of the dates. */
  readonly note?: ((what: string) => void) | undefined;
}

/** The first lines of a file say nothing of their times. */
export class NoTimesError extends Error {
  override readonly name = "NoTimesError";
}

/**
 * Gives the lines of one file their times; `NaN` to those that have none of their own.
 *
 * @throws NoTimesError
 */
export async function* dateLines(
  blocks: AsyncIterable<UndatedBlock>,
  options: DateLinesOptions,
): AsyncGenerator<LineBlock> {
  let waiting: UndatedBlock[] = [];
  let dating: Dating | undefined;
  for await (const block of blocks) {
    if (dating) {
      yield dated(block, dating, options.file);
      continue;
    }
    waiting.push(block);
    if (!isEnough(waiting)) continue;
    dating = await begin(waiting, options);
    yield* waiting.map((one) => dated(one, dating!, options.file));
    waiting = [];
  }
  if (dating || waiting.length === 0) return;
  dating = await begin(waiting, options);
  yield* waiting.map((one) => dated(one, dating!, options.file));
}

function isEnough(blocks: readonly UndatedBlock[]): boolean {
  const sum = (size: (block: UndatedBlock) => number) =>
    blocks.reduce((total, block) => total + size(block), 0);
  return (
    sum(({ count }) => count) >= LINES_TO_GUESS_FROM ||
    sum(({ bytes }) => bytes.length) >= BYTES_TO_GUESS_FROM
  );
}

async function begin(blocks: readonly UndatedBlock[], options: DateLinesOptions): Promise<Dating> {
  const lines = blocks.flatMap(textsOf).slice(0, LINES_TO_GUESS_FROM);
  const dating = datingOf(lines, options);
  if (!dating) throw new NoTimesError("no times were found in its first lines");
  const zone = zoneNoteOf(lines);
  if (zone?.orOf !== undefined)
    options.note?.(`the zone ${zone.zone} is read as in America or Britain and not as that of ${zone.orOf}`);
  else if (zone)
    options.note?.(
      `the zone "${zone.zone}" is not known and its times are read as ${options.zone?.name ?? "UTC"}`,
    );
  if (options.timestampFormat === undefined && isDayUnclear(dating.format, lines, options))
    options.note?.(
      `dates are read with the ${dating.format.name === "us" ? "month" : "day"} first, which no line tells; --timestamp-format says it`,
    );
  const { leaves } = dating.format;
  if (leaves === undefined) return dating;
  // A dating of its own: what it has seen of the lines would change how they are read afterwards.
  const [anchor, reader] = [new CycleAnchor(leaves), datingOf(lines, options)!];
  for await (const texts of options.survey?.() ?? [blocks.flatMap(textsOf)])
    for (const line of texts) reader.show(line, anchor);
  dating.startAt(anchor.start(options.written));
  return dating;
}

/** Lines of a block as they are looked at for dates. */
export const textsOf = ({ text, count, starts, ends }: UndatedBlock): string[] =>
  Array.from({ length: count }, (_, index) => text.slice(starts[index], ends[index]));

function dated(block: UndatedBlock, dating: Dating, file: number): LineBlock {
  const { text, count, starts, ends, bytes, isAscii, lines } = block;
  const times = new Float64Array(count);
  for (let index = 0; index < count; index++)
    times[index] = dating.read(text.slice(starts[index], ends[index])) ?? Number.NaN;
  return { bytes, isAscii, count, starts, ends, times, lines, files: new Uint32Array(count).fill(file) };
}
