import type { RequestLimits } from "./limits.ts";

interface Timed {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/**
 * How many items from `start` on make one request: the longest run in order of arrival that obeys the limits. At least 1 when there
 * is one: an item over the limit stands alone.
 *
 * @param bytesOf bytes of an item, without the overhead that the limits name
 */
export function batchLength<Item extends Timed>(
  items: readonly Item[],
  start: number,
  limits: RequestLimits,
  bytesOf: (item: Item) => number,
): number {
  const { maximumBytes, maximumItems, overheadBytes, maximumSpanMs } = limits;
  const end = Math.min(items.length, start + maximumItems);
  let bytes = 0;
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  let index = start;
  for (; index < end; index++) {
    const item = items[index]!;
    bytes += bytesOf(item) + overheadBytes;
    if (item.timestamp < oldest) oldest = item.timestamp;
    if (item.timestamp > newest) newest = item.timestamp;
    if (index > start && (bytes > maximumBytes || newest - oldest > maximumSpanMs)) break;
  }
  return index - start;
}

/** All items in their order, cut into requests that obey the limits. */
export function* batchesOf<Item extends Timed>(
  items: readonly Item[],
  limits: RequestLimits,
  bytesOf: (item: Item) => number,
): Generator<Item[]> {
  for (let start = 0; start < items.length; ) {
    const length = batchLength(items, start, limits, bytesOf);
    yield items.slice(start, start + length);
    start += length;
  }
}

/** The items in chronological order; items of one millisecond keep their order. The same array if it was in order. */
export function inChronologicalOrder<Item extends Timed>(items: readonly Item[]): readonly Item[] {
  for (let index = 1; index < items.length; index++) {
    if (items[index]!.timestamp < items[index - 1]!.timestamp)
      return items.toSorted((left, right) => left.timestamp - right.timestamp);
  }
  return items;
}
