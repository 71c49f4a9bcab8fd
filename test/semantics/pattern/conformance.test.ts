import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compilePattern, PatternSyntaxError } from "../../../lib/semantics/pattern/index.ts";

interface Case {
  readonly id: string;
  readonly pattern: string;
  readonly message?: string;
  readonly match?: boolean;
  readonly extracted?: Record<string, string>;
  readonly extractedTier?: number;
  readonly valid?: boolean;
  readonly tier: 1 | 2 | 3;
}

const file = new URL("../../conformance/patterns.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as Case[];

/** What the library says of a case, in the form that the case states. */
function outcome({ pattern, message }: Case): {
  valid: boolean;
  extracted?: Record<string, string> | undefined;
} {
  try {
    const compiled = compilePattern(pattern);
    return { valid: true, extracted: message === undefined ? undefined : compiled.match(message) };
  } catch (error) {
    if (error instanceof PatternSyntaxError) return { valid: false };
    throw error;
  }
}

function check(example: Case): void {
  const { valid, extracted } = outcome(example);
  expect(valid).toBe(example.valid ?? true);
  if (example.match === undefined) return;
  expect(extracted !== undefined).toBe(example.match);
  if (example.extracted !== undefined && (example.extractedTier ?? 1) === 1) {
    expect(extracted).toEqual(example.extracted);
  }
}

function checkExtractedToo(example: Case): void {
  check(example);
  if (example.extracted !== undefined) expect(outcome(example).extracted).toEqual(example.extracted);
}

function agrees(example: Case, judge: (example: Case) => void): boolean {
  try {
    judge(example);
    return true;
  } catch {
    return false;
  }
}

describe("public cases of filter patterns", () => {
  for (const example of cases.filter(({ tier }) => tier === 1)) {
    const message = example.message === undefined ? "" : ` on ${example.message.slice(0, 80)}`;
    test(`${example.id} ${example.pattern.slice(0, 100)}${message}`, () => check(example));
  }

  test("the likely cases and the disputed ones are counted", () => {
    const likely = cases.filter(({ tier, extractedTier }) => tier === 2 || extractedTier === 2);
    const disputed = cases.filter(({ tier }) => tier === 3);
    const count = (examples: readonly Case[]) =>
      examples.filter((one) => agrees(one, checkExtractedToo)).length;
    console.log(
      `patterns: tier 2: ${count(likely)}/${likely.length}, tier 3: ${count(disputed)}/${disputed.length}`,
    );
    expect(likely.length).toBeGreaterThan(0);
  });
});
