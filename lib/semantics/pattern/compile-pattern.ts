import { compileCondition, type DocumentTest } from "./json-condition.ts";
import type { JsonScalar } from "./json-selector.ts";
import { MessageView, parseDocument } from "./message-view.ts";
import { parsePattern } from "./parse.ts";
import { printSelector } from "./print.ts";
import { mayContain, requiredTextOf } from "./required-text.ts";
import type { Selector } from "./selector.ts";
import { SpaceMatcher } from "./space.ts";
import { compileTerms } from "./terms.ts";
import type { TextTest } from "./text-test.ts";
import type { JsonCondition, JsonTree, PatternTree } from "./tree.ts";

/** A filter pattern of CloudWatch Logs, ready to match messages. */
export interface CompiledPattern {
  /** The pattern as it was given. */
  readonly source: string;
  readonly kind: "all" | "terms" | "json" | "space";
  readonly tree: PatternTree;
  /** Regular expressions in the pattern. */
  readonly regexCount: number;
  /** What the pattern names: `$ip`, `$status` of its slots, or `$.level` of its JSON selectors. */
  readonly fields: readonly string[];
  test(message: string | MessageView): boolean;
  /**
   * The fields of a message that matches, as TestMetricFilter reports them: `$name` and `$1` for a space-delimited
   * pattern, nothing for the others. `undefined` when the message does not match.
   */
  match(message: string | MessageView): Record<string, string> | undefined;
  /** Whether the selector means something for this pattern: a JSON selector for a JSON pattern, and so on. */
  declares(selector: Selector): boolean;
  /** The value a selector finds in a message that matched. */
  read(message: string | MessageView, selector: Selector): JsonScalar | undefined;
}

/**
 * Compiles a filter pattern.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws {PatternSyntaxError} when CloudWatch Logs would refuse the pattern
 */
export function compilePattern(pattern: string): CompiledPattern {
  const { tree, regexCount } = parsePattern(pattern);
  switch (tree.kind) {
    case "all":
      return new TextPattern(pattern, tree, regexCount, () => true);
    case "terms":
      return new TextPattern(pattern, tree, regexCount, compileTerms(tree));
    case "json":
      return new JsonPattern(pattern, tree, regexCount);
    case "space":
      return new SpacePattern(pattern, tree, regexCount, new SpaceMatcher(tree));
  }
}

class TextPattern implements CompiledPattern {
  readonly source: string;
  readonly kind: "all" | "terms";
  readonly tree: PatternTree;
  readonly regexCount: number;
  readonly fields: readonly string[] = [];
  readonly #test: TextTest;

  constructor(
    source: string,
    tree: PatternTree & { kind: "all" | "terms" },
    regexCount: number,
    test: TextTest,
  ) {
    this.source = source;
    this.kind = tree.kind;
    this.tree = tree;
    this.regexCount = regexCount;
    this.#test = test;
  }

  test(message: string | MessageView): boolean {
    return this.#test(typeof message === "string" ? message : message.text);
  }

  match(message: string | MessageView): Record<string, string> | undefined {
    return this.#test(typeof message === "string" ? message : message.text) ? {} : undefined;
  }

  declares(): boolean {
    return false;
  }

  read(): undefined {
    return undefined;
  }
}

class JsonPattern implements CompiledPattern {
  readonly source: string;
  readonly kind = "json";
  readonly tree: JsonTree;
  readonly regexCount: number;
  readonly fields: readonly string[];
  readonly #test: DocumentTest;
  readonly #mayMatch: TextTest;

  constructor(source: string, tree: JsonTree, regexCount: number) {
    this.source = source;
    this.tree = tree;
    this.regexCount = regexCount;
    this.fields = [...new Set(selectorsIn(tree.condition))];
    this.#test = compileCondition(tree.condition);
    const required = requiredTextOf(tree.condition);
    this.#mayMatch = required === undefined ? () => true : (text) => mayContain(required, text);
  }

  test(message: string | MessageView): boolean {
    if (
      typeof message === "string"
        ? !this.#mayMatch(message)
        : !message.isParsed && !this.#mayMatch(message.text)
    )
      return false;
    const document = typeof message === "string" ? parseDocument(message) : message.document;
    return document !== undefined && this.#test(document);
  }

  match(message: string | MessageView): Record<string, string> | undefined {
    return this.test(message) ? {} : undefined;
  }

  declares(selector: Selector): boolean {
    return selector.type === "json";
  }

  read(message: string | MessageView, selector: Selector): JsonScalar | undefined {
    if (selector.type !== "json") return undefined;
    return viewOf(message).valueOf(selector);
  }
}

class SpacePattern implements CompiledPattern {
  readonly source: string;
  readonly kind = "space";
  readonly tree: PatternTree;
  readonly regexCount: number;
  readonly #matcher: SpaceMatcher;

  constructor(source: string, tree: PatternTree, regexCount: number, matcher: SpaceMatcher) {
    this.source = source;
    this.tree = tree;
    this.regexCount = regexCount;
    this.#matcher = matcher;
  }

  get fields(): readonly string[] {
    return this.#matcher.names;
  }

  test(message: string | MessageView): boolean {
    return this.#matcher.test(viewOf(message));
  }

  match(message: string | MessageView): Record<string, string> | undefined {
    const view = viewOf(message);
    return this.#matcher.test(view) ? this.#matcher.extract(view) : undefined;
  }

  declares(selector: Selector): boolean {
    return (
      selector.type === "position" || (selector.type === "name" && this.fields.includes(selector.source))
    );
  }

  read(message: string | MessageView, selector: Selector): string | undefined {
    if (selector.type === "json") return undefined;
    if (selector.type === "position") return this.#matcher.readPosition(viewOf(message), selector.position);
    return this.#matcher.readName(viewOf(message), selector.source);
  }
}

function viewOf(message: string | MessageView): MessageView {
  return typeof message === "string" ? new MessageView(message) : message;
}

function selectorsIn(condition: JsonCondition): string[] {
  if (condition.type === "and" || condition.type === "or") return condition.operands.flatMap(selectorsIn);
  return [printSelector(condition.selector)];
}
