import {
  EMF_DIMENSION_KEY_MAX_LENGTH,
  EMF_DIMENSION_VALUE_MAX_LENGTH,
  EMF_MAX_DIMENSION_KEYS,
} from "../limits.ts";

type Dimensions = Readonly<Record<string, string>>;

/**
 * The dimensions of every set that can be filled. Without sets the metric has no dimensions. An empty value makes the
 * metric appear without any of the set's dimensions, as was observed of the service.
 */
export function dimensionSets(sets: unknown, document: Readonly<Record<string, unknown>>): Dimensions[] {
  if (sets === undefined) return [{}];
  if (!Array.isArray(sets)) return [];
  if (sets.length === 0) return [{}];
  return sets.flatMap((set) => {
    const dimensions = fill(set, document);
    return dimensions === undefined ? [] : [dimensions];
  });
}

function fill(set: unknown, document: Readonly<Record<string, unknown>>): Dimensions | undefined {
  if (!Array.isArray(set) || set.length > EMF_MAX_DIMENSION_KEYS) return undefined;
  const pairs: [string, string][] = [];
  for (const key of set) {
    if (typeof key !== "string" || key === "" || key.length > EMF_DIMENSION_KEY_MAX_LENGTH) return undefined;
    const value = Object.hasOwn(document, key) ? document[key] : undefined;
    if (typeof value !== "string" || value.length > EMF_DIMENSION_VALUE_MAX_LENGTH) return undefined;
    pairs.push([key, value]);
  }
  return pairs.some(([, value]) => value === "") ? {} : Object.fromEntries(pairs);
}
