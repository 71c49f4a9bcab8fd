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
  readonly extracted: Readonly<Record<string, string>>;
}

/** Many patterns against one message, which is parsed at most once. */
export class PatternSet {
  readonly patterns: readonly CompiledPattern[];
  readonly #reads = new SharedReads();
  readonly #equalities = new EqualityIndex(this.#reads.readerOf);
  /** Conditions of the JSON patterns, by their place in the set. */
  readonly #conditions: (DocumentTest | undefined)[] = [];
  /** JSON patterns that the index cannot rule out. */
  readonly #alwaysTested: number[] = [];
  /** What a JSON pattern gives when it matches: always the same, as it extracts nothing. */
  readonly #documentMatches: (PatternSetMatch | undefined)[] = [];
  /** 1 for each pattern whose condition the document at hand satisfies. */
  readonly #holds: Uint8Array;
  #hasJson = false;

  /** @throws {PatternSyntaxError} */
  constructor(patterns: Iterable<string | CompiledPattern>) {
    this.patterns = Array.from(patterns, (pattern) =>
      typeof pattern === "string" ? compilePattern(pattern) : pattern,
    );
    this.#holds = new Uint8Array(this.patterns.length);
    for (const [index, pattern] of this.patterns.entries()) {
      const { tree } = pattern;
      if (tree.kind !== "json") {
        this.#conditions.push(undefined);
        this.#documentMatches.push(undefined);
        continue;
      }
      this.#hasJson = true;
      this.#conditions.push(compileCondition(tree.condition, this.#reads));
      this.#documentMatches.push(Object.freeze({ index, pattern, extracted: Object.freeze({}) }));
      if (!this.#equalities.add(tree.condition, index)) this.#alwaysTested.push(index);
    }
  }

  /** The patterns that match, in the order of the set. */
  match(message: string | MessageView): PatternSetMatch[] {
    const view = typeof message === "string" ? new MessageView(message) : message;
    const matches: PatternSetMatch[] = [];
    this.#testDocument(view);
    for (let index = 0; index < this.patterns.length; index++) {
      const documentMatch = this.#documentMatches[index];
      if (documentMatch !== undefined) {
        if (this.#holds[index] === 1) matches.push(documentMatch);
        continue;
      }
      const pattern = this.patterns[index] as CompiledPattern;
      const extracted = pattern.match(view);
      if (extracted !== undefined) matches.push({ index, pattern, extracted });
    }
    return matches;
  }

  #testDocument(view: MessageView): void {
    this.#holds.fill(0);
    if (!this.#hasJson) return;
    const { document } = view;
    if (document === undefined) return;
    this.#reads.begin();
    const candidates: number[] = [];
    this.#equalities.collect(document, candidates);
    this.#testAll(candidates, document);
    this.#testAll(this.#alwaysTested, document);
  }

  #testAll(indexes: readonly number[], document: object): void {
    for (let at = 0; at < indexes.length; at++) {
      const index = indexes[at] as number;
      if ((this.#conditions[index] as DocumentTest)(document)) this.#holds[index] = 1;
    }
  }
}
