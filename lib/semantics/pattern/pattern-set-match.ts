import type { CompiledPattern } from "./compile-pattern.ts";
import type { MessageView } from "./message-view.ts";
import type { SpaceMatcher } from "./space.ts";

/** One pattern of a set that matched a message. */
export interface PatternSetMatch {
  /** Place of the pattern in the set. */
  readonly index: number;
  readonly pattern: CompiledPattern;
  /** The same object for patterns that extract the same; made when it is first read. */
  readonly extracted: Readonly<Record<string, string>>;
}

/** What is extracted from one line, once for all patterns that extract the same. */
export class LineExtractions {
  readonly #view: MessageView;
  readonly #extracted = new Map<SpaceMatcher, Readonly<Record<string, string>>>();

  constructor(view: MessageView) {
    this.#view = view;
  }

  by(matcher: SpaceMatcher): Readonly<Record<string, string>> {
    let extracted = this.#extracted.get(matcher);
    if (extracted === undefined) {
      extracted = matcher.extract(this.#view);
      this.#extracted.set(matcher, extracted);
    }
    return extracted;
  }
}

/** A space-delimited pattern that matched a line; its fields are cut out when they are first asked for. */
export class SpaceMatch implements PatternSetMatch {
  readonly index: number;
  readonly pattern: CompiledPattern;
  readonly #matcher: SpaceMatcher;
  readonly #extractions: LineExtractions;

  constructor(index: number, pattern: CompiledPattern, matcher: SpaceMatcher, extractions: LineExtractions) {
    this.index = index;
    this.pattern = pattern;
    this.#matcher = matcher;
    this.#extractions = extractions;
  }

  get extracted(): Readonly<Record<string, string>> {
    return this.#extractions.by(this.#matcher);
  }
}
