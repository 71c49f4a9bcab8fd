import type { RestTest } from "./rest-test.ts";

/** A pattern that a condition opens: it matches when the rest of its condition holds as well. */
export interface Target<Subject> {
  readonly index: number;
  readonly rest: RestTest<Subject> | undefined;
}

/** The patterns of a set that the message at hand satisfies, one bit for each. */
export class SatisfiedPatterns {
  readonly #words: Int32Array;

  constructor(count: number) {
    this.#words = new Int32Array((count + 31) >>> 5);
  }

  clear(): void {
    const words = this.#words;
    for (let at = 0; at < words.length; at++) words[at] = 0;
  }

  add(index: number): void {
    const words = this.#words;
    const word = index >>> 5;
    words[word] = (words[word] as number) | (1 << (index & 31));
  }

  /** Adds the targets whose rest holds. */
  open<Subject>(targets: readonly Target<Subject>[], subject: Subject): void {
    const words = this.#words;
    for (let at = 0; at < targets.length; at++) {
      const { index, rest } = targets[at] as Target<Subject>;
      const word = index >>> 5;
      const bit = 1 << (index & 31);
      if (((words[word] as number) & bit) !== 0) continue;
      if (rest === undefined || rest.holds(subject)) words[word] = (words[word] as number) | bit;
    }
  }

  /** The patterns, in their order. */
  indexes(): number[] {
    const words = this.#words;
    const found: number[] = [];
    for (let at = 0; at < words.length; at++)
      for (let word = words[at] as number; word !== 0; word &= word - 1)
        found.push((at << 5) + 31 - Math.clz32(word & -word));
    return found;
  }

  /** What `results` has for each of the patterns, in their order. */
  pick<Result>(results: readonly Result[]): Result[] {
    const words = this.#words;
    const picked: Result[] = [];
    for (let at = 0; at < words.length; at++)
      for (let word = words[at] as number; word !== 0; word &= word - 1)
        picked.push(results[(at << 5) + 31 - Math.clz32(word & -word)] as Result);
    return picked;
  }
}
