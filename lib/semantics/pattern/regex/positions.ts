import { Alphabet } from "./alphabet.ts";
import { type Branch, includesCode, type RepeatedClass } from "./syntax.ts";

/**
 * The branches as one row of positions, a position for each character that can be matched. Without groups an
 * automaton needs no other structure: from a position one goes on to itself, or to the next ones over optional ones.
 */
export class Positions {
  readonly alphabet: Alphabet;
  readonly count: number;
  readonly #branches: readonly Branch[];
  /** First position of each branch, and the end of the last. */
  readonly #bounds: readonly number[];
  readonly #loops: Uint8Array;
  readonly #optional: Uint8Array;
  /** `accepts[letter * count + position]` */
  readonly #accepts: Uint8Array;

  constructor(branches: readonly Branch[]) {
    const expanded = branches.map((branch) => branch.items.flatMap(positionsOf));
    const all = expanded.flat();
    this.#branches = branches;
    this.alphabet = new Alphabet(all.map((position) => position.item));
    this.count = all.length;
    const bounds = [0];
    for (const positions of expanded) bounds.push((bounds.at(-1) as number) + positions.length);
    this.#bounds = bounds;
    this.#loops = Uint8Array.from(all, (position) => (position.loops ? 1 : 0));
    this.#optional = Uint8Array.from(all, (position) => (position.optional ? 1 : 0));
    this.#accepts = new Uint8Array(this.alphabet.size * this.count);
    for (const [letter, code] of this.alphabet.representatives().entries()) {
      for (const [index, { item }] of all.entries()) {
        if (includesCode(item.characters, code)) this.#accepts[letter * this.count + index] = 1;
      }
    }
  }

  /** Writes into `next` the positions reached from `active` over one letter. */
  step(active: Uint8Array, atStart: boolean, letter: number, next: Uint8Array): void {
    const accepts = this.#accepts;
    const row = letter * this.count;
    for (let branch = 0; branch < this.#branches.length; branch++) {
      let reachable = atStart || !(this.#branches[branch] as Branch).anchoredAtStart;
      const end = this.#bounds[branch + 1] as number;
      for (let position = this.#bounds[branch] as number; position < end; position++) {
        const wasActive = active[position] === 1;
        const enters = reachable || (wasActive && this.#loops[position] === 1);
        next[position] = enters ? (accepts[row + position] as number) : 0;
        reachable = wasActive || (reachable && this.#optional[position] === 1);
      }
    }
  }

  /** Whether a branch is complete: at any place, or at the end of the message only. */
  outcome(active: Uint8Array, atStart: boolean): "matched" | "matched-at-end" | "open" {
    let outcome: "matched-at-end" | "open" = "open";
    for (let branch = 0; branch < this.#branches.length; branch++) {
      const { anchoredAtStart, anchoredAtEnd } = this.#branches[branch] as Branch;
      let reachable = atStart || !anchoredAtStart;
      const end = this.#bounds[branch + 1] as number;
      for (let position = this.#bounds[branch] as number; position < end; position++) {
        reachable = active[position] === 1 || (reachable && this.#optional[position] === 1);
      }
      if (!reachable) continue;
      if (!anchoredAtEnd) return "matched";
      outcome = "matched-at-end";
    }
    return outcome;
  }
}

interface Position {
  readonly item: RepeatedClass;
  readonly loops: boolean;
  readonly optional: boolean;
}

function positionsOf(item: RepeatedClass): Position[] {
  const { min, max } = item;
  if (max === Infinity) {
    const required = Array.from({ length: min }, (_, index) => ({
      item,
      loops: index === min - 1,
      optional: false,
    }));
    return min > 0 ? required : [{ item, loops: true, optional: true }];
  }
  return Array.from({ length: max }, (_, index) => ({ item, loops: false, optional: index >= min }));
}
