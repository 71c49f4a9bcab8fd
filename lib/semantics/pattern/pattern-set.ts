import { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
import { EqualityIndex } from "./equality-index.ts";
import { compileCondition, type DocumentTest } from "./json-condition.ts";
import { MessageView } from "./message-view.ts";
import { SharedReads } from "./shared-reads.ts";

/** One pattern of a set that matched a message. */
export interface PatternSetMatch {
  /** Place of the pattern in the set. */
  readonly index: number;
  readonly pattern: CompiledPattern;
  readonly extracted: Record<string, string>;
}

/** Many patterns against one message, which is parsed at most once. */
export class PatternSet {
  readonly patterns: readonly CompiledPattern[];
  readonly #reads = new SharedReads();
  readonly #equalities = new EqualityIndex(this.#reads.readerOf);
  /** Conditions of the JSON patterns, by their place in the set. */
  readonly #conditions: DocumentTest[] = [];
  /** JSON patterns that the index cannot rule out. */
  readonly #alwaysTested: number[] = [];
  readonly #others: number[] = [];
  readonly #hasJson: boolean;

  /** @throws {PatternSyntaxError} */
  constructor(patterns: Iterable<string | CompiledPattern>) {
    this.patterns = Array.from(patterns, (pattern) =>
      typeof pattern === "string" ? compilePattern(pattern) : pattern,
    );
    for (const [index, { tree }] of this.patterns.entries()) {
      if (tree.kind !== "json") {
        this.#others.push(index);
        continue;
      }
      this.#conditions[index] = compileCondition(tree.condition, this.#reads.readerOf);
      if (!this.#equalities.add(tree.condition, index)) this.#alwaysTested.push(index);
    }
    this.#hasJson = this.#others.length < this.patterns.length;
  }

  /** The patterns that match, in the order of the set. */
  match(message: string | MessageView): PatternSetMatch[] {
    const view = typeof message === "string" ? new MessageView(message) : message;
    const matches: PatternSetMatch[] = [];
    for (const index of this.#others) {
      const pattern = this.patterns[index] as CompiledPattern;
      const extracted = pattern.match(view);
      if (extracted !== undefined) matches.push({ index, pattern, extracted });
    }
    if (this.#hasJson) this.#matchDocument(view, matches);
    return matches.length > 1 ? matches.sort((left, right) => left.index - right.index) : matches;
  }

  #matchDocument(view: MessageView, matches: PatternSetMatch[]): void {
    const { document } = view;
    if (document === undefined) return;
    this.#reads.begin(document);
    const candidates: number[] = [];
    this.#equalities.collect(document, candidates);
    this.#testAll(candidates, document, matches);
    this.#testAll(this.#alwaysTested, document, matches);
    this.#reads.end();
  }

  #testAll(indexes: readonly number[], document: object, matches: PatternSetMatch[]): void {
    for (let at = 0; at < indexes.length; at++) {
      const index = indexes[at] as number;
      if (!(this.#conditions[index] as DocumentTest)(document)) continue;
      matches.push({ index, pattern: this.patterns[index] as CompiledPattern, extracted: {} });
    }
  }
}
