import { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
import { MessageView } from "./message-view.ts";

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

  /** @throws {PatternSyntaxError} */
  constructor(patterns: Iterable<string | CompiledPattern>) {
    this.patterns = Array.from(patterns, (pattern) =>
      typeof pattern === "string" ? compilePattern(pattern) : pattern,
    );
  }

  /** The patterns that match, in the order of the set. */
  match(message: string | MessageView): PatternSetMatch[] {
    const view = typeof message === "string" ? new MessageView(message) : message;
    const matches: PatternSetMatch[] = [];
    for (const [index, pattern] of this.patterns.entries()) {
      const extracted = pattern.match(view);
      if (extracted !== undefined) matches.push({ index, pattern, extracted });
    }
    return matches;
  }
}
