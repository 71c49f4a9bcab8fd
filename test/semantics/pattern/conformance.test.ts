import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { compilePattern, PatternSyntaxError } from "../../../lib/semantics/pattern/index.ts";
import { runTiers } from "../../conformance/tiers.ts";

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

/** Of a likely case, what is extracted counts too. */
function checkExtractedToo(example: Case): void {
  check(example);
  if (example.extracted !== undefined) expect(outcome(example).extracted).toEqual(example.extracted);
}

/** A case by the name of what it asks. */
const named = (example: Case) => ({
  ...example,
  name: `${example.pattern.slice(0, 100)}${example.message === undefined ? "" : ` on ${example.message.slice(0, 80)}`}`,
});

runTiers("public cases of filter patterns", cases.map(named), (example) =>
  example.tier === 1 ? check(example) : checkExtractedToo(example),
);
runTiers(
  "what public cases of filter patterns extract",
  cases
    .filter(({ extractedTier }) => extractedTier === 2)
    .map((example) => ({ ...named(example), tier: 2 as const })),
  checkExtractedToo,
);
