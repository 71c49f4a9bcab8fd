import type { Item } from "./item.ts";

/** Memory of a packed item beside its text. */
const PACKED_ITEM_BYTES = 32;
/** What a process grows by for each byte of a pack: making and shedding packs leaves garbage. Measured by bench/memory.ts. */
const PACKED_GROWTH = 1.5;

/** What an item has beside text and numbers; most have nothing. */
type Rest = Pick<Item, "whole" | "id" | "spooled">;

/** What an item takes in memory beside its text: the object, its place in the queue, the string's head. */
const ITEM_MEMORY_BYTES = 160;
/** What a process grows by for each byte of an object: the collector lets garbage gather to as much as what lives. */
const OBJECT_GROWTH = 2;

/** Bytes of memory that an item makes a process grow by: text outside ASCII is kept with two bytes a character. */
export function memoryOf({ text, bytes }: Item): number {
  return OBJECT_GROWTH * ((bytes === text.length ? bytes : 2 * text.length) + ITEM_MEMORY_BYTES);
}

/**
 * Items outside the garbage collector's heap, as bytes. A long queue of objects would make the heap grow to several times
 * what is in it.
 */
export class Pack {
  readonly length: number;
  /** UTF-8 bytes of all texts. */
  readonly textBytes: number;
  readonly lowestLevel: number;
  readonly firstSequence: number;
  /** Memory that the items would take besides, if they were not packed. */
  readonly savedBytes: number;
  readonly #texts: Buffer;
  readonly #numbers: Float64Array;
  readonly #rests: ReadonlyMap<number, Rest>;

  constructor(items: readonly Item[]) {
    let textBytes = 0;
    let memory = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (const item of items) {
      textBytes += item.bytes;
      memory += memoryOf(item);
      lowest = Math.min(lowest, item.level);
    }
    const texts = Buffer.allocUnsafeSlow(textBytes);
    const numbers = new Float64Array(4 * items.length);
    const rests = new Map<number, Rest>();
    let at = 0;
    for (const [index, { timestamp, level, text, bytes, whole, id, spooled, sequence }] of items.entries()) {
      at += texts.write(text, at, "utf8");
      numbers.set([timestamp, level, bytes, sequence], 4 * index);
      if (whole ?? id ?? spooled) rests.set(index, { whole, id, spooled });
    }
    this.length = items.length;
    this.textBytes = textBytes;
    this.lowestLevel = lowest;
    this.firstSequence = items[0]!.sequence;
    this.savedBytes = memory - PACKED_GROWTH * (textBytes + PACKED_ITEM_BYTES * items.length);
    this.#texts = texts;
    this.#numbers = numbers;
    this.#rests = rests;
  }

  items(): Item[] {
    const items: Item[] = [];
    let at = 0;
    for (let index = 0; index < this.length; index++) {
      const [timestamp, level, bytes, sequence] = this.#numbers.subarray(
        4 * index,
        4 * index + 4,
      ) as unknown as [number, number, number, number];
      const text = this.#texts.toString("utf8", at, at + bytes);
      at += bytes;
      const { whole, id, spooled } = this.#rests.get(index) ?? NOTHING;
      items.push({ timestamp, level, text, bytes, whole, id, spooled, sequence });
    }
    return items;
  }
}

const NOTHING: Rest = { whole: undefined, id: undefined, spooled: undefined };
