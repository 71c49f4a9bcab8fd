import { forEachLeaf, planAccesses } from "./access-plan.ts";
import type { ConditionNode, Leaf, Place } from "./condition-node.ts";
import type { SatisfiedPatterns, Target } from "./satisfied-patterns.ts";
import { ValueIndex } from "./value-index.ts";

interface PlaceIndex<Subject> {
  readonly place: Place<Subject>;
  readonly values: ValueIndex<Subject>;
}

/**
 * Many conditions over one subject: each place is read once, each condition that several patterns share is tested once, and a
 * pattern is looked at only when a condition that it cannot do without holds.
 */
export class ConditionIndex<Subject> {
  readonly #places: readonly PlaceIndex<Subject>[];
  /** Conditions that are not about one place. */
  readonly #others: readonly { readonly test: Leaf<Subject>["test"]; readonly targets: Target<Subject>[] }[];

  /** @param conditions with the indexes of their patterns */
  constructor(conditions: readonly (readonly [index: number, condition: ConditionNode<Subject>])[]) {
    const frequency = new Map<string, number>();
    for (const [, condition] of conditions)
      forEachLeaf(condition, ({ key }) => frequency.set(key, (frequency.get(key) ?? 0) + 1));
    const places = new Map<string, PlaceIndex<Subject>>();
    const others = new Map<string, { test: Leaf<Subject>["test"]; targets: Target<Subject>[] }>();
    for (const [index, condition] of conditions)
      for (const { leaf, rest } of planAccesses(condition, frequency)) {
        const { place } = leaf;
        if (place === undefined) {
          const known = others.get(leaf.key);
          if (known === undefined) others.set(leaf.key, { test: leaf.test, targets: [{ index, rest }] });
          else known.targets.push({ index, rest });
          continue;
        }
        let placeIndex = places.get(place.key);
        if (placeIndex === undefined) {
          placeIndex = { place, values: new ValueIndex() };
          places.set(place.key, placeIndex);
        }
        placeIndex.values.add(leaf, { index, rest });
      }
    this.#places = [...places.values()];
    this.#others = [...others.values()];
  }

  /** Adds the patterns whose conditions the subject satisfies. */
  open(subject: Subject, satisfied: SatisfiedPatterns): void {
    const places = this.#places;
    for (let at = 0; at < places.length; at++) {
      const { place, values } = places[at] as PlaceIndex<Subject>;
      values.open(place.read(subject), subject, satisfied);
    }
    const others = this.#others;
    for (let at = 0; at < others.length; at++) {
      const { test, targets } = others[at] as (typeof others)[number];
      if (test(subject)) satisfied.open(targets, subject);
    }
  }
}
