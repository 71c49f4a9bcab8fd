/** How well lines were grouped, by the definitions of the research on log parsing. Each from 0 to 1. */
export interface GroupingScore {
  /** Share of the lines whose group holds all the lines of their true template, and no others. */
  readonly accuracy: number;
  /** Harmonic mean of precision and recall over pairs of lines. */
  readonly f1: number;
  readonly groups: number;
  readonly trueGroups: number;
}

const pairs = (size: number): number => (size * (size - 1)) / 2;

/**
 * Compares two groupings of the same lines.
 * @param found The group of each line, in any terms.
 * @param truth The true group of each line.
 */
export function scoreGrouping(found: readonly unknown[], truth: readonly unknown[]): GroupingScore {
  const foundSizes = new Map<unknown, number>();
  const trueSizes = new Map<unknown, number>();
  const cells = new Map<unknown, Map<unknown, number>>();
  for (const [index, group] of found.entries()) {
    const trueGroup = truth[index];
    foundSizes.set(group, (foundSizes.get(group) ?? 0) + 1);
    trueSizes.set(trueGroup, (trueSizes.get(trueGroup) ?? 0) + 1);
    const row = cells.get(group) ?? new Map<unknown, number>();
    row.set(trueGroup, (row.get(trueGroup) ?? 0) + 1);
    cells.set(group, row);
  }
  let right = 0;
  let together = 0;
  for (const [group, row] of cells)
    for (const [trueGroup, size] of row) {
      together += pairs(size);
      if (size === foundSizes.get(group) && size === trueSizes.get(trueGroup)) right += size;
    }
  const sum = (sizes: ReadonlyMap<unknown, number>) =>
    [...sizes.values()].reduce((total, size) => total + pairs(size), 0);
  const foundPairs = sum(foundSizes);
  const truePairs = sum(trueSizes);
  return {
    accuracy: found.length === 0 ? 1 : right / found.length,
    f1: foundPairs + truePairs === 0 ? 1 : (2 * together) / (foundPairs + truePairs),
    groups: foundSizes.size,
    trueGroups: trueSizes.size,
  };
}
