import { Alphabet } from "./alphabet.ts";
import { type Branch, includesCode, type RepeatedClass } from "./syntax.ts";

/** Positions in one word; two words add up without leaving the range of a small integer. */
const WORD_BITS = 30;
const WORD_MASK = 2 ** WORD_BITS - 1;

/** A set of positions, a bit for each. */
export type PositionSet = Int32Array<ArrayBuffer>;

/**
 * The branches as one row of positions, a position for each character that can be matched. Without groups an
 * automaton needs no other structure: from a position one goes on to itself, or to the next ones over optional ones.
 * A word of positions takes its step at once, so that counts up to a thousand cost little more than small ones.
 */
export class Positions {
  readonly alphabet: Alphabet;
  readonly #words: number;
  readonly #loops: PositionSet;
  /** Positions that can be passed over to the next one of their branch. */
  readonly #skippable: PositionSet;
  /** Where branches begin. */
  readonly #firsts: PositionSet;
  /** Where branches begin that need not stand at the start of the message. */
  readonly #floatingFirsts: PositionSet;
  /** After which nothing more is needed: anywhere, or at the end of the message. */
  readonly #finals: PositionSet;
  readonly #finalsAtEnd: PositionSet;
  /** What is complete without any character: at the start of the message, and anywhere. */
  readonly #emptyAtStart: Outcome;
  readonly #emptyAnywhere: Outcome;
  /** `accepts[letter]`: the positions that the letter matches. */
  readonly #accepts: readonly PositionSet[];

  constructor(branches: readonly Branch[]) {
    const expanded = branches.map((branch) => branch.items.flatMap(positionsOf));
    const all = expanded.flat();
    this.alphabet = new Alphabet(all.map((position) => position.item));
    this.#words = Math.ceil(all.length / WORD_BITS);
    this.#loops = this.#setOf(all.map((position) => position.loops));
    const bounds = [0];
    for (const positions of expanded) bounds.push((bounds.at(-1) as number) + positions.length);
    const ends = new Set(bounds.slice(1).map((bound) => bound - 1));
    this.#skippable = this.#setOf(all.map((position, index) => position.optional && !ends.has(index)));
    const firstsOf = (wanted: (branch: Branch) => boolean): PositionSet => {
      const starts = new Set(branches.flatMap((branch, index) => (wanted(branch) ? [bounds[index]] : [])));
      return this.#setOf(all.map((_, index) => starts.has(index)));
    };
    this.#firsts = firstsOf(() => true);
    this.#floatingFirsts = firstsOf((branch) => !branch.anchoredAtStart);
    const finalsOf = (atEnd: boolean): PositionSet =>
      this.#setOf(
        expanded.flatMap((positions, index) => {
          const firstFinal = positions.findLastIndex((position) => !position.optional);
          const isWanted = (branches[index] as Branch).anchoredAtEnd === atEnd;
          return positions.map((_, place) => isWanted && place >= firstFinal);
        }),
      );
    this.#finals = finalsOf(false);
    this.#finalsAtEnd = finalsOf(true);
    const empty = branches.filter((_, index) => expanded[index]?.every((position) => position.optional));
    this.#emptyAtStart = outcomeOfEmpty(empty);
    this.#emptyAnywhere = outcomeOfEmpty(empty.filter((branch) => !branch.anchoredAtStart));
    this.#accepts = this.alphabet
      .representatives()
      .map((code) => this.#setOf(all.map(({ item }) => includesCode(item.characters, code))));
  }

  /** A set without positions. */
  none(): PositionSet {
    return new Int32Array(this.#words);
  }

  /** Writes into `next` the positions reached from `active` over one letter. */
  step(active: PositionSet, atStart: boolean, letter: number, next: PositionSet): void {
    const accepts = this.#accepts[letter] as PositionSet;
    const starts = atStart ? this.#firsts : this.#floatingFirsts;
    let fromBefore = 0;
    for (let word = 0; word < this.#words; word++) {
      const here = active[word] as number;
      const skippable = this.#skippable[word] as number;
      const following =
        ((here << 1) & WORD_MASK & ~(this.#firsts[word] as number)) | (starts[word] as number);
      // A sum carries through a row of skippable positions, and out of it into the position after.
      const isFirst = (this.#firsts[word] as number) & 1;
      const entered = following | (isFirst ? 0 : fromBefore);
      const sum = skippable + (entered & skippable);
      const reachable = entered | ((sum ^ skippable) & WORD_MASK);
      fromBefore = (here >>> (WORD_BITS - 1)) | (sum > WORD_MASK ? 1 : 0);
      next[word] = (reachable | (here & (this.#loops[word] as number))) & (accepts[word] as number);
    }
  }

  /** Whether a branch is complete: at any place, or at the end of the message only. */
  outcome(active: PositionSet, atStart: boolean): Outcome {
    let outcome = atStart ? this.#emptyAtStart : this.#emptyAnywhere;
    if (outcome === "matched") return outcome;
    for (let word = 0; word < this.#words; word++) {
      const here = active[word] as number;
      if ((here & (this.#finals[word] as number)) !== 0) return "matched";
      if ((here & (this.#finalsAtEnd[word] as number)) !== 0) outcome = "matched-at-end";
    }
    return outcome;
  }

  #setOf(members: readonly boolean[]): PositionSet {
    const set = this.none();
    for (const [index, isMember] of members.entries()) {
      const word = Math.floor(index / WORD_BITS);
      if (isMember) set[word] = (set[word] as number) | (1 << (index % WORD_BITS));
    }
    return set;
  }
}

export type Outcome = "matched" | "matched-at-end" | "open";

function outcomeOfEmpty(branches: readonly Branch[]): Outcome {
  if (branches.some((branch) => !branch.anchoredAtEnd)) return "matched";
  return branches.length > 0 ? "matched-at-end" : "open";
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
