import type { StatisticSet } from "cumulog/semantics";

/** Unit, length of the bucket in milliseconds, its start, and its statistics. */
export type KeptPoint = readonly [unit: string, length: number, start: number, statistics: KeptStatistics];

/** Sample count, sum, minimum, maximum, and the values with their counts unless only a summary is known. */
type KeptStatistics = readonly [number, number, number, number, (readonly [number, number])[] | null];

export function keptStatistics(set: StatisticSet): KeptStatistics {
  const values = set.distribution();
  return [
    set.sampleCount,
    set.sum,
    set.minimum,
    set.maximum,
    values ? values.map(({ value, count }) => [value, count] as const) : null,
  ];
}

export function restoreStatistics(
  set: StatisticSet,
  [sampleCount, sum, minimum, maximum, values]: KeptStatistics,
): void {
  if (values) for (const [value, count] of values) set.add(value, count);
  else set.addPublished({ sampleCount, sum, minimum, maximum });
}
