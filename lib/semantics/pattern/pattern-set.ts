import { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
import { ConditionIndex } from "./condition-index.ts";
import type { ConditionNode } from "./condition-node.ts";
import { jsonNode } from "./json-node.ts";
import { MessageView, parseDocument } from "./message-view.ts";
import { SatisfiedPatterns } from "./satisfied-patterns.ts";
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
  readonly #documents: ConditionIndex<object> | undefined;
  /** What a JSON pattern gives when it matches: always the same, as it extracts nothing. */
  readonly #documentMatches: readonly (PatternSetMatch | undefined)[];
  readonly #hasOthers: boolean;
  readonly #satisfied: SatisfiedPatterns;

  /** @throws {PatternSyntaxError} */
  constructor(patterns: Iterable<string | CompiledPattern>) {
    this.patterns = Array.from(patterns, (pattern) =>
      typeof pattern === "string" ? compilePattern(pattern) : pattern,
    );
    this.#satisfied = new SatisfiedPatterns(this.patterns.length);
    const conditions: (readonly [number, ConditionNode<object>])[] = [];
    for (const [index, { tree }] of this.patterns.entries())
      if (tree.kind === "json") conditions.push([index, jsonNode(tree.condition, this.#reads)]);
    this.#documents = conditions.length > 0 ? new ConditionIndex(conditions) : undefined;
    this.#documentMatches = this.patterns.map((pattern, index) =>
      pattern.kind === "json" ? Object.freeze({ index, pattern, extracted: Object.freeze({}) }) : undefined,
    );
    this.#hasOthers = conditions.length < this.patterns.length;
  }

  /** The patterns that match, in the order of the set. */
  match(message: string | MessageView): PatternSetMatch[] {
    const satisfied = this.#satisfied;
    satisfied.clear();
    if (!this.#hasOthers) {
      this.#openDocument(typeof message === "string" ? parseDocument(message) : message.document);
      return satisfied.pick(this.#documentMatches as readonly PatternSetMatch[]);
    }
    const view = typeof message === "string" ? new MessageView(message) : message;
    if (this.#documents !== undefined) this.#openDocument(view.document);
    const matches: PatternSetMatch[] = [];
    for (let index = 0; index < this.patterns.length; index++) {
      const documentMatch = this.#documentMatches[index];
      if (documentMatch !== undefined) {
        if (satisfied.has(index)) matches.push(documentMatch);
        continue;
      }
      const pattern = this.patterns[index] as CompiledPattern;
      const extracted = pattern.match(view);
      if (extracted !== undefined) matches.push({ index, pattern, extracted });
    }
    return matches;
  }

  #openDocument(document: object | undefined): void {
    if (document === undefined) return;
    this.#reads.begin();
    this.#documents?.open(document, this.#satisfied);
  }
}
