import type { ContributorValue } from "./types.ts";

/** The name that contributors are ordered by: the values of their attributes, in the order of `by`. */
export function contributorName({ attributes }: Pick<ContributorValue, "attributes">): string {
  return Object.values(attributes).join(", ");
}

/** By name, or by value and then by name. */
export function orderContributors<Contributor extends ContributorValue>(
  contributors: readonly Contributor[],
  sort: "asc" | "desc" | null,
): Contributor[] {
  const direction = sort === "desc" ? -1 : 1;
  return [...contributors].sort((one, other) => {
    const byValue = sort === null ? 0 : direction * (one.value - other.value);
    if (byValue !== 0) return byValue;
    const [left, right] = [contributorName(one), contributorName(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** 16 hexadecimal digits that are the same for the same attributes: FNV-1a of 64 bits. */
export function contributorId({ attributes }: Pick<ContributorValue, "attributes">): string {
  const text = JSON.stringify(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
