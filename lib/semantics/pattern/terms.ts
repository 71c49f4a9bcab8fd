import type { TextTest } from "./text-test.ts";
import { compileRegexOperand } from "./text-test.ts";
import type { TermItem, TermsTree } from "./tree.ts";

/**
 * Required terms must all be there and excluded ones must not. Optional terms count only when a pattern has nothing
 * else: next to any other term CloudWatch Logs ignores them.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-unstructured-log-events.html
 */
export function compileTerms({ items }: TermsTree): TextTest {
  const counted = items.filter((item) => item.role !== "optional");
  if (counted.length === 0) return anyOf(items.map(compileItem));
  return allOf(counted.map(compileItem));
}

function compileItem({ operand, role }: TermItem): TextTest {
  const test = operand.type === "regex" ? compileRegexOperand(operand) : contains(operand.text);
  return role === "excluded" ? (text) => !test(text) : test;
}

function contains(term: string): TextTest {
  return (text) => text.includes(term);
}

function allOf(tests: readonly TextTest[]): TextTest {
  const [first, second] = tests as readonly [TextTest, TextTest | undefined];
  if (tests.length === 1) return first;
  if (tests.length === 2 && second !== undefined) return (text) => first(text) && second(text);
  return (text) => tests.every((test) => test(text));
}

function anyOf(tests: readonly TextTest[]): TextTest {
  const [first] = tests as readonly [TextTest];
  return tests.length === 1 ? first : (text) => tests.some((test) => test(text));
}
