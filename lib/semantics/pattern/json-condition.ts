import { compileReader, compileSearch, type JsonReader } from "./json-selector.ts";
import { numberIn } from "./operand-parser.ts";
import { isWildcard } from "./selector-parser.ts";
import { compileGlob, compileRegexOperand } from "./text-test.ts";
import type { ComparisonOperator, JsonComparison, JsonCondition, JsonSelector, Operand } from "./tree.ts";

export type DocumentTest = (document: object) => boolean;
type NodeTest = (node: unknown) => boolean;

/** What the conditions of several patterns over one document have in common. */
export interface Sharing {
  /** The reader of a selector without wildcards. */
  readonly readerOf: (selector: JsonSelector) => JsonReader;
  /** A test that may remember its answer for the document. */
  readonly testOf: (condition: JsonCondition, test: DocumentTest) => DocumentTest;
}

const NOTHING_SHARED: Sharing = { readerOf: compileReader, testOf: (_, test) => test };

/**
 * Compiles a condition; a set of patterns passes what it shares among them.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileCondition(condition: JsonCondition, sharing: Sharing = NOTHING_SHARED): DocumentTest {
  if (condition.type === "and" || condition.type === "or") {
    const tests = condition.operands.map((operand) => compileCondition(operand, sharing));
    return condition.type === "and" ? allOf(tests) : anyOf(tests);
  }
  const { selector } = condition;
  const hasWildcard = selector.some(isWildcard);
  if (condition.type === "not-exists") {
    const exists = hasWildcard
      ? compileSearch(selector, () => true)
      : applied(sharing.readerOf(selector), isPresent);
    return (document) => !exists(document);
  }
  const test = condition.type === "is" ? isExactly(condition.expected) : compileComparison(condition);
  const leaf = hasWildcard ? compileSearch(selector, test) : applied(sharing.readerOf(selector), test);
  return sharing.testOf(condition, leaf);
}

function applied(read: JsonReader, test: NodeTest): DocumentTest {
  return (document) => test(read(document));
}

const isPresent: NodeTest = (node) => node !== undefined;

function isExactly(expected: null | boolean): NodeTest {
  return (node) => node === expected;
}

/** A comparison holds for a scalar only: never for an object, an array, null or a member that is not there. */
function compileComparison({ operator, operand }: JsonComparison): NodeTest {
  if (operator === "=") return compileEquality(operand);
  if (operator === "!=") {
    const equals = compileEquality(operand);
    if (operand.type === "number") {
      const { value } = operand;
      return (node) => (typeof node === "number" ? node !== value : isScalar(node) && !equals(node));
    }
    return (node) => isScalar(node) && !equals(node);
  }
  return compileOrder(operator, (operand as Operand & { readonly type: "number" }).value);
}

function isScalar(node: unknown): boolean {
  return typeof node === "string" || typeof node === "number" || typeof node === "boolean";
}

function compileEquality(operand: Operand): NodeTest {
  if (operand.type === "number") return compileNumberEquality(operand.value);
  if (operand.type === "glob" && operand.pieces.length === 1)
    return compileTextEquality(operand.pieces[0] as string);
  const test = operand.type === "regex" ? compileRegexOperand(operand) : compileGlob(operand.pieces);
  return (node) => {
    if (typeof node === "string") return test(node);
    return (typeof node === "number" || typeof node === "boolean") && test(String(node));
  };
}

function compileTextEquality(text: string): NodeTest {
  const number = numberIn(text);
  if (number !== undefined) return (node) => node === text || node === number;
  if (text === "true" || text === "false") return (node) => node === text || node === (text === "true");
  return (node) => node === text;
}

function compileNumberEquality(number: number): NodeTest {
  return (node) => node === number || (typeof node === "string" && numberIn(node) === number);
}

function compileOrder(operator: ComparisonOperator, bound: number): NodeTest {
  switch (operator) {
    case ">":
      return (node) => (typeof node === "number" ? node > bound : numberOf(node) > bound);
    case ">=":
      return (node) => (typeof node === "number" ? node >= bound : numberOf(node) >= bound);
    case "<":
      return (node) => (typeof node === "number" ? node < bound : numberOf(node) < bound);
    default:
      return (node) => (typeof node === "number" ? node <= bound : numberOf(node) <= bound);
  }
}

/** The number that a string is; NaN, which no comparison holds for, otherwise. */
function numberOf(node: unknown): number {
  return typeof node === "string" ? (numberIn(node) ?? Number.NaN) : Number.NaN;
}

export function allOf(tests: readonly DocumentTest[]): DocumentTest {
  const [first, second, third] = tests as readonly [DocumentTest, DocumentTest, DocumentTest | undefined];
  if (third === undefined) return (document) => first(document) && second(document);
  return (document) => {
    for (let index = 0; index < tests.length; index++)
      if (!(tests[index] as DocumentTest)(document)) return false;
    return true;
  };
}

export function anyOf(tests: readonly DocumentTest[]): DocumentTest {
  const [first, second, third] = tests as readonly [DocumentTest, DocumentTest, DocumentTest | undefined];
  if (third === undefined) return (document) => first(document) || second(document);
  return (document) => {
    for (let index = 0; index < tests.length; index++)
      if ((tests[index] as DocumentTest)(document)) return true;
    return false;
  };
}
