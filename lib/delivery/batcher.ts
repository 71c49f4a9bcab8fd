import type { BatchLimits } from "./limits.ts";

interface Sized {
  readonly timestamp: number;
  readonly bytes: number;
}

/**
 * How many items from `start` on make one request: the longest run in order of arrival that obeys the limits.
 * At least 1 when there is one, because items over the limit are cut before they are queued.
 */
export function batchLength(items: readonly Sized[], start: number, limits: BatchLimits): number {
  const { maximumBytes, maximumItems, overheadBytes, maximumSpanMs } = limits;
  const end = Math.min(items.length, start + maximumItems);
  let bytes = 0;
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  let index = start;
  for (; index < end; index++) {
    const item = items[index]!;
    bytes += item.bytes + overheadBytes;
    if (item.timestamp < oldest) oldest = item.timestamp;
    if (item.timestamp > newest) newest = item.timestamp;
    if (index > start && (bytes > maximumBytes || newest - oldest > maximumSpanMs)) break;
  }
  return index - start;
}

/** The items in chronological order; items of one millisecond keep their order. The same array if it was in order. */
export function inChronologicalOrder<Item extends Sized>(items: Item[]): Item[] {
  for (let index = 1; index < items.length; index++) {
    if (items[index]!.timestamp < items[index - 1]!.timestamp)
      return items.toSorted((left, right) => left.timestamp - right.timestamp);
  }
  return items;
}
