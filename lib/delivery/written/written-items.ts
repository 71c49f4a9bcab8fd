import type { Item } from "../item.ts";
import type { RequestLimits } from "../limits.ts";
import { ByteOutput } from "./byte-output.ts";
import type { ItemWriter, WrittenBatch, WrittenForm } from "./written-form.ts";

/** Room before the items for the beginning of a body. */
const HEAD_BYTES = 2_048;
const FIRST_BYTES = 8 * 1024;
const FIRST_ITEMS = 16;
/** Room behind the items for the end of a body. */
const TAIL_BYTES = 256;
/** Times the size of the batch before that a batch is given at once. */
const MARGIN = 1.05;
/** Times what is needed that may be kept when nothing more comes: making it smaller copies it. */
const ALLOWANCE = 1.07;
/** Numbers of an item: its timestamp, level, bytes of text, sequence, and where its bytes end. */
const NUMBERS = 5;
/** Memory of an item beside its bytes: the numbers. */
const ITEM_MEMORY_BYTES = 8 * NUMBERS;
/** What a process grows by for each byte of a batch that still grows: buffers that are outgrown wait for the collector. */
const GROWTH = 1.5;

/** What an item has beside text and numbers; most have nothing. */
export type Rest = Pick<Item, "whole" | "id" | "spooled">;
const NOTHING: Rest = { whole: undefined, id: undefined, spooled: undefined };

/** How large a batch is. */
export interface WrittenSize {
  readonly bytes: number;
  readonly items: number;
}

/**
 * Items of one batch as the bytes of its request, outside of the garbage collector's heap. They are read back only where they cannot
 * be sent as they were written.
 */
export class WrittenItems implements WrittenBatch {
  length = 0;
  /** UTF-8 bytes of all texts. */
  textBytes = 0;
  readonly #form: WrittenForm;
  readonly #output: ByteOutput;
  #numbers: Float64Array;
  #rests: Map<number, Rest> | undefined;
  #end = HEAD_BYTES;
  /** Memory that is held, once nothing more comes. */
  #sealedBytes: number | undefined;
  #oldest = Number.POSITIVE_INFINITY;
  #newest = Number.NEGATIVE_INFINITY;
  #isChronological = true;

  /** @param expected the size that it will have, about */
  constructor(form: WrittenForm, expected: WrittenSize) {
    this.#form = form;
    const bytes = Math.max(FIRST_BYTES, Math.ceil(MARGIN * expected.bytes));
    this.#output = new ByteOutput(Buffer.allocUnsafeSlow(bytes), HEAD_BYTES);
    this.#numbers = new Float64Array(NUMBERS * Math.max(FIRST_ITEMS, Math.ceil(MARGIN * expected.items)));
  }

  get size(): WrittenSize {
    return { bytes: this.#end, items: this.length };
  }

  /** Whether the items came in chronological order. */
  get isChronological(): boolean {
    return this.#isChronological;
  }

  /** Whether no item is a part of a record, has an id, or comes from the spool. */
  get isPlain(): boolean {
    return this.#rests === undefined;
  }

  get firstSequence(): number {
    return this.#numbers[3]!;
  }

  /** Memory that the items take. */
  get memoryBytes(): number {
    if (this.length === 0) return 0;
    return this.#sealedBytes ?? GROWTH * bytesOf(this.#end - HEAD_BYTES, this.length);
  }

  /**
   * Nothing comes behind these any more, so that just the memory is kept that they need.
   *
   * @param allowance how many times what they need may stay, as a copy costs more
   */
  seal(allowance = ALLOWANCE): void {
    const { bytes } = this.#output;
    const length = this.#end + TAIL_BYTES;
    if (bytes.length > allowance * length) this.#resize(length);
    if (this.#numbers.length > allowance * NUMBERS * this.length)
      this.#numbers = this.#numbers.slice(0, NUMBERS * this.length);
    this.#sealedBytes = this.#output.bytes.length - HEAD_BYTES - TAIL_BYTES + this.#numbers.byteLength;
  }

  /**
   * Writes an item behind the last one, without taking it: {@link commit} does. What was written before and not taken is gone.
   *
   * @returns bytes of its text; negative when the source has to be made a text first
   */
  write<Source>(timestamp: number, source: Source, write: ItemWriter<Source>): number {
    const output = this.#output;
    output.at = this.#end;
    let bytes = write(output, timestamp, source);
    if (output.isOver) {
      this.#reserve(output.at);
      output.at = this.#end;
      bytes = write(output, timestamp, source);
    }
    return bytes;
  }

  /** Whether the limits of a request allow an item more. @param bytes of its text */
  hasRoom(timestamp: number, bytes: number, limits: RequestLimits): boolean {
    const { maximumItems, maximumBytes, overheadBytes, maximumSpanMs } = limits;
    return (
      this.length === 0 ||
      (this.length < maximumItems &&
        this.textBytes + bytes + overheadBytes * (this.length + 1) <= maximumBytes &&
        Math.max(this.#newest, timestamp) - Math.min(this.#oldest, timestamp) <= maximumSpanMs)
    );
  }

  /** Takes what was written last. */
  commit(timestamp: number, level: number, sequence: number, bytes: number, rest: Rest | undefined): void {
    // A sealed batch that became the last one takes items again.
    this.#sealedBytes = undefined;
    this.#admit(timestamp, level, bytes, sequence, this.#output.at, rest);
  }

  /** Writes what another has written and not taken. */
  writeRestOf(other: WrittenItems): void {
    this.#output.at = this.#end;
    this.#append(other.#output.bytes.subarray(other.#end, other.#output.at));
  }

  /** Whether the limits of a request allow another's items behind these. */
  hasRoomFor(other: WrittenItems, limits: RequestLimits): boolean {
    const { maximumItems, maximumBytes, overheadBytes, maximumSpanMs } = limits;
    const length = this.length + other.length;
    return (
      length <= maximumItems &&
      this.textBytes + other.textBytes + overheadBytes * length <= maximumBytes &&
      Math.max(this.#newest, other.#newest) - Math.min(this.#oldest, other.#oldest) <= maximumSpanMs
    );
  }

  /** Takes another's items behind these. */
  join(other: WrittenItems): void {
    const moved = this.#end - HEAD_BYTES;
    this.#output.at = this.#end;
    this.#append(other.#output.bytes.subarray(HEAD_BYTES, other.#end));
    for (let index = 0; index < other.length; index++) other.#giveTo(this, index, moved);
    if (this.#sealedBytes !== undefined) this.seal();
  }

  /**
   * Takes out the oldest items of a level, until so much memory is free.
   *
   * @returns these, as items
   */
  remove(level: number, memoryBytes: number): Item[] {
    const removed: Item[] = [];
    const { length } = this;
    const rests = this.#rests;
    const { bytes } = this.#output;
    const growth = this.#sealedBytes === undefined ? GROWTH : 1;
    let freed = 0;
    let start = HEAD_BYTES;
    this.#clear();
    for (let index = 0; index < length; index++) {
      const end = this.#numbers[NUMBERS * index + 4]!;
      if (freed < memoryBytes && this.#numbers[NUMBERS * index + 1] === level) {
        removed.push(this.#item(index, start, rests));
        freed += growth * bytesOf(end - start, 1);
      } else {
        bytes.copyWithin(this.#end, start, end);
        this.#readmit(index, this.#end + end - start, rests?.get(index));
      }
      start = end;
    }
    // What is shed must free its memory, or the next batches were asked for it again.
    if (this.#sealedBytes !== undefined && removed.length > 0) this.seal(1);
    return removed;
  }

  lowestLevel(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (let index = 0; index < this.length; index++)
      lowest = Math.min(lowest, this.#numbers[NUMBERS * index + 1]!);
    return lowest;
  }

  items(): Item[] {
    const items: Item[] = [];
    let start = HEAD_BYTES;
    for (let index = 0; index < this.length; index++) {
      items.push(this.#item(index, start, this.#rests));
      start = this.#numbers[NUMBERS * index + 4]!;
    }
    return items;
  }

  body(beginning: string, end: string): Buffer {
    // The comma before the first item is written over.
    const first = HEAD_BYTES + 1;
    this.#reserve(this.#end + Buffer.byteLength(end));
    const whole = this.#output.bytes;
    const last = this.#end + whole.write(end, this.#end);
    const length = Buffer.byteLength(beginning);
    if (length > first) return Buffer.concat([Buffer.from(beginning), whole.subarray(first, last)]);
    whole.write(beginning, first - length);
    return whole.subarray(first - length, last);
  }

  #item(index: number, start: number, rests: ReadonlyMap<number, Rest> | undefined): Item {
    const at = NUMBERS * index;
    const [timestamp, level, bytes, sequence, end] = this.#numbers.subarray(at, at + NUMBERS) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const text = this.#form.readText(this.#output.bytes.subarray(start, end));
    const { whole, id, spooled } = rests?.get(index) ?? NOTHING;
    return { timestamp, level, text, bytes, whole, id, spooled, sequence };
  }

  #clear(): void {
    this.length = 0;
    this.textBytes = 0;
    this.#rests = undefined;
    this.#end = HEAD_BYTES;
    this.#oldest = Number.POSITIVE_INFINITY;
    this.#newest = Number.NEGATIVE_INFINITY;
    this.#isChronological = true;
  }

  /** Takes an item whose numbers are still there and whose bytes were moved. */
  #readmit(index: number, end: number, rest: Rest | undefined): void {
    const at = NUMBERS * index;
    const numbers = this.#numbers;
    this.#admit(numbers[at]!, numbers[at + 1]!, numbers[at + 2]!, numbers[at + 3]!, end, rest);
  }

  #giveTo(other: WrittenItems, index: number, moved: number): void {
    const at = NUMBERS * index;
    const numbers = this.#numbers;
    const end = numbers[at + 4]! + moved;
    other.#admit(
      numbers[at]!,
      numbers[at + 1]!,
      numbers[at + 2]!,
      numbers[at + 3]!,
      end,
      this.#rests?.get(index),
    );
  }

  #admit(
    timestamp: number,
    level: number,
    bytes: number,
    sequence: number,
    end: number,
    rest: Rest | undefined,
  ): void {
    if (timestamp < this.#newest) this.#isChronological = false;
    else this.#newest = timestamp;
    if (timestamp < this.#oldest) this.#oldest = timestamp;
    const at = NUMBERS * this.length;
    if (at === this.#numbers.length) this.#growNumbers();
    const numbers = this.#numbers;
    numbers[at] = timestamp;
    numbers[at + 1] = level;
    numbers[at + 2] = bytes;
    numbers[at + 3] = sequence;
    numbers[at + 4] = end;
    if (rest !== undefined) {
      this.#rests ??= new Map();
      this.#rests.set(this.length, rest);
    }
    this.#end = end;
    this.length += 1;
    this.textBytes += bytes;
  }

  #growNumbers(): void {
    const numbers = new Float64Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }

  #append(bytes: Buffer): void {
    const output = this.#output;
    this.#reserve(output.at + bytes.length);
    output.bytes.set(bytes, output.at);
    output.at += bytes.length;
  }

  /** Makes the buffer at least so large. */
  #reserve(length: number): void {
    const { bytes } = this.#output;
    if (length > bytes.length) this.#resize(Math.max(length, 2 * bytes.length));
  }

  #resize(length: number): void {
    const bytes = Buffer.allocUnsafeSlow(length);
    bytes.set(this.#output.bytes.subarray(HEAD_BYTES, this.#end), HEAD_BYTES);
    this.#output.bytes = bytes;
  }
}

function bytesOf(bytes: number, count: number): number {
  return bytes + ITEM_MEMORY_BYTES * count;
}
