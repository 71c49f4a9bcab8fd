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
