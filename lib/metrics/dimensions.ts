import { EMF_LIMITS } from "./limits.ts";
import type { Dimensions, InvalidMetric } from "./options.ts";
import { dimensionProblem } from "./validation.ts";

/** Dimensions with others added; those that CloudWatch would not take are told and left out. */
export function mergeDimensions(
  base: Readonly<Record<string, string>>,
  added: Dimensions,
  onInvalid: (problem: InvalidMetric) => void,
): Readonly<Record<string, string>> {
  const merged: Record<string, string> = Object.assign(Object.create(null), base);
  for (const [dimension, value] of Object.entries(added)) {
    const reason = dimensionProblem(dimension, value) ?? tooMany(merged, dimension);
    if (reason === undefined) merged[dimension] = String(value);
    else onInvalid({ metric: "", dimension, reason });
  }
  return merged;
}

function tooMany(dimensions: Readonly<Record<string, string>>, added: string): string | undefined {
  if (Object.hasOwn(dimensions, added) || Object.keys(dimensions).length < EMF_LIMITS.dimensionsPerSet)
    return undefined;
  return `a metric has at most ${EMF_LIMITS.dimensionsPerSet} dimensions`;
}

/** A text that equal dimensions share, in whatever order. */
export function keyOf(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
