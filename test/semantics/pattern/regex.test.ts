import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern, PatternSyntaxError } from "../../../lib/semantics/pattern/index.ts";

const matches = (pattern: string, message: string): boolean => compilePattern(pattern).test(message);

const character = fc.constantFrom("a", "b", "c", ".", "\\d", "\\w", "\\S", "[a-b]", "[^a]", "\\x63", "\\.");
const quantifier = fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "*?");
const branch = fc
  .tuple(
    fc.constantFrom("", "", "^"),
    fc.array(
      fc.tuple(character, quantifier).map((pair) => pair.join("")),
      { minLength: 1, maxLength: 5 },
    ),
    fc.constantFrom("", "", "$"),
  )
  .map(([start, items, end]) => start + items.join("") + end);
const expression = fc.array(branch, { minLength: 1, maxLength: 3 }).map((branches) => branches.join("|"));
const subject = fc.string({
  unit: fc.constantFrom("a", "b", "c", "1", ".", " ", "é", "🙀", "\n"),
  maxLength: 12,
});

test("finds what the platform's own engine finds", () => {
  fc.assert(
    fc.property(expression, subject, (source, message) => {
      const reference = new RegExp(source.replaceAll("$", "(?=\\n?$)(?![^\\n])"), "u");
      expect(matches(`%${source}%`, message)).toBe(reference.test(message));
    }),
    { numRuns: 3000 },
  );
});

test("takes time linear in the message, whatever the expression", () => {
  const message = "a".repeat(256 * 1024);
  const steps = (pattern: string): boolean => matches(pattern, message);
  expect(steps("%a*a*a*a*a*a*b%")).toBe(false);
  expect(steps("%a*a*a*a*a*a*$%")).toBe(true);
  expect(steps("%a.{20}a.{20}[bc]%")).toBe(false);
});

test("keeps searching when the states are too many to keep", () => {
  const noise = Array.from({ length: 5000 }, (_, index) => ((index * 7919) % 13 < 6 ? "a" : "b")).join("");
  expect(matches("%a[ab]{14}c$%", `${noise}c`)).toBe(/a[ab]{14}c$/.test(`${noise}c`));
  expect(matches("%a[ab]{14}d%", `${noise}c`)).toBe(false);
});

test.each(["%a**%", "%*a%", "%[%", "%[]%", "%[b-a]%", "%a{3,1}%", "%a{9999}%", "%\\x4%", "%a%b", "%a"])(
  "refuses %s",
  (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(PatternSyntaxError);
  },
);
