import { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
import { ConditionIndex } from "./condition-index.ts";
import type { ConditionNode } from "./condition-node.ts";
import { EscapedDocumentReader } from "./escaped-document.ts";
import type { EscapedText } from "./escaped-text.ts";
import { jsonNode } from "./json-node.ts";
import { MessageView, parseDocument } from "./message-view.ts";
import { Occurrences } from "./occurrences.ts";
import { LineExtractions, type PatternSetMatch, SpaceMatch } from "./pattern-set-match.ts";
import { requiredTextsOf } from "./required-texts.ts";
import { SatisfiedPatterns } from "./satisfied-patterns.ts";
import { isWildcard } from "./selector-parser.ts";
import { SharedReads } from "./shared-reads.ts";
import { SpaceMatcher } from "./space.ts";
import { SharedLines, shapeOf, spaceNode } from "./space-node.ts";
import type { JsonCondition, JsonSelector, PatternTree, SpaceTree } from "./tree.ts";

type Indexed<Subject> = readonly (readonly [index: number, condition: ConditionNode<Subject>])[];

/** Many patterns against one message, which is parsed at most once. */
export class PatternSet {
  readonly patterns: readonly CompiledPattern[];
  readonly #reads = new SharedReads();
  readonly #documents: ConditionIndex<object> | undefined;
  readonly #lines: ConditionIndex<MessageView> | undefined;
  /** Patterns that are tested one by one. */
  readonly #texts: readonly number[];
  /** For each of these, what must be found in an escaped message before it is worth decoding. */
  readonly #needles: readonly (readonly Occurrences[] | undefined)[];
  /** Reads escaped messages; undefined when a selector has a wildcard, which needs the document. */
  readonly #escaped: EscapedDocumentReader | undefined;
  /** What a pattern gives when it matches, where that is always the same. */
  readonly #matches: readonly (PatternSetMatch | undefined)[];
  /** What extracts the fields for a pattern; one for all that extract the same. */
  readonly #matchers: readonly (SpaceMatcher | undefined)[];
  readonly #satisfied: SatisfiedPatterns;

  /**
   * @param selectors what will be read of the messages that match
   * @throws {PatternSyntaxError}
   */
  constructor(patterns: Iterable<string | CompiledPattern>, selectors: Iterable<JsonSelector> = []) {
    this.patterns = Array.from(patterns, (pattern) =>
      typeof pattern === "string" ? compilePattern(pattern) : pattern,
    );
    this.#satisfied = new SatisfiedPatterns(this.patterns.length);
    const documents: [number, ConditionNode<object>][] = [];
    const lines: [number, ConditionNode<MessageView>][] = [];
    const texts: number[] = [];
    const shared = new SharedLines();
    for (const [index, { tree }] of this.patterns.entries())
      if (tree.kind === "json") documents.push([index, jsonNode(tree.condition, this.#reads)]);
      else if (tree.kind === "space") lines.push([index, spaceNode(tree, shared)]);
      else texts.push(index);
    this.#documents = indexOf(documents);
    this.#lines = indexOf(lines);
    this.#texts = texts;
    this.#needles = texts.map((index) => needlesOf((this.patterns[index] as CompiledPattern).tree));
    for (const selector of selectors) if (!selector.some(isWildcard)) this.#reads.placeOf(selector);
    const needDocument = this.patterns.some(
      ({ tree }) => tree.kind === "json" && hasWildcard(tree.condition),
    );
    this.#escaped =
      documents.length === 0 || needDocument ? undefined : new EscapedDocumentReader(this.#reads.places);
    this.#matchers = sharedMatchers(this.patterns);
    this.#matches = this.patterns.map((pattern, index) =>
      pattern.kind === "space" ? undefined : Object.freeze({ index, pattern, extracted: Object.freeze({}) }),
    );
  }

  /** The patterns that match, in the order of the set. */
  match(message: string | MessageView): PatternSetMatch[] {
    const satisfied = this.#satisfied;
    satisfied.clear();
    if (typeof message !== "string" && message.escaped !== undefined)
      return this.#matchEscaped(message, message.escaped);
    if (this.#lines === undefined) {
      if (this.#documents !== undefined)
        this.#openDocument(typeof message === "string" ? parseDocument(message) : message.document);
      this.#testTexts(message);
      return satisfied.pick(this.#matches as readonly PatternSetMatch[]);
    }
    const view = typeof message === "string" ? new MessageView(message) : message;
    if (this.#documents !== undefined) this.#openDocument(view.document);
    this.#lines.open(view, satisfied);
    this.#testTexts(view);
    return this.#matchesOn(view);
  }

  /** Lets go of the last message. */
  forget(): void {
    this.#reads.forget();
  }

  /** A message is decoded unless all of it was found to be a document whose strings have no need of that. */
  #matchEscaped(view: MessageView, text: EscapedText): PatternSetMatch[] {
    this.#reads.begin();
    const isDocument = this.#escaped?.read(text);
    if (isDocument === true) {
      view.remember(this.#reads);
      this.#documents?.open(NO_DOCUMENT, this.#satisfied);
    } else if (this.#documents !== undefined) this.#openDocument(view.document);
    this.#lines?.open(view, this.#satisfied);
    this.#testTexts(view, isDocument ? text : undefined);
    return this.#lines === undefined
      ? this.#satisfied.pick(this.#matches as readonly PatternSetMatch[])
      : this.#matchesOn(view);
  }

  #openDocument(document: object | undefined): void {
    if (document === undefined) return;
    this.#reads.begin();
    this.#documents?.open(document, this.#satisfied);
  }

  /** @param escaped given when the message was not decoded yet, and needs to be only where a text may be in it */
  #testTexts(message: string | MessageView, escaped?: EscapedText): void {
    const texts = this.#texts;
    for (let at = 0; at < texts.length; at++) {
      const needles = escaped && this.#needles[at];
      if (needles !== undefined && !isAnyIn(needles, escaped as EscapedText)) continue;
      const index = texts[at] as number;
      if ((this.patterns[index] as CompiledPattern).test(message)) this.#satisfied.add(index);
    }
  }

  #matchesOn(view: MessageView): PatternSetMatch[] {
    const extractions = new LineExtractions(view);
    return this.#satisfied.indexes().map((index) => {
      const matcher = this.#matchers[index];
      return matcher === undefined
        ? (this.#matches[index] as PatternSetMatch)
        : new SpaceMatch(index, this.patterns[index] as CompiledPattern, matcher, extractions);
    });
  }
}

function isAnyIn(needles: readonly Occurrences[], message: EscapedText): boolean {
  for (let at = 0; at < needles.length; at++) if ((needles[at] as Occurrences).isIn(message)) return true;
  return false;
}

/** All values were read before. */
const NO_DOCUMENT: object = Object.freeze({});

/** A document's strings show these as they are, however often they are escaped. */
const UNESCAPED = /^[ !#-[\]-~]+$/;

function needlesOf(tree: PatternTree): readonly Occurrences[] | undefined {
  const texts = requiredTextsOf(tree);
  return texts?.every((text) => UNESCAPED.test(text))
    ? texts.map((text) => new Occurrences(text))
    : undefined;
}

function hasWildcard(condition: JsonCondition): boolean {
  if (condition.type === "and" || condition.type === "or") return condition.operands.some(hasWildcard);
  return condition.selector.some(isWildcard);
}

function indexOf<Subject>(conditions: Indexed<Subject>): ConditionIndex<Subject> | undefined {
  return conditions.length > 0 ? new ConditionIndex(conditions) : undefined;
}

function sharedMatchers(patterns: readonly CompiledPattern[]): (SpaceMatcher | undefined)[] {
  const byShape = new Map<string, SpaceMatcher>();
  return patterns.map(({ tree }) => (tree.kind === "space" ? matcherFor(tree, byShape) : undefined));
}

function matcherFor(tree: SpaceTree, byShape: Map<string, SpaceMatcher>): SpaceMatcher {
  const shape = shapeOf(tree);
  const matcher = byShape.get(shape) ?? new SpaceMatcher(tree);
  byShape.set(shape, matcher);
  return matcher;
}
