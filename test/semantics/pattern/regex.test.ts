import fc from "fast-check";
import { RE2JS } from "re2js";
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

test("finds what another engine of linear time finds when counts fill many words of positions", () => {
  const count = fc.constantFrom("", "*", "+", "{29}", "{30}", "{31,}", "{0,30}", "{1,61}", "{,59}");
  const item = fc.tuple(fc.constantFrom("a", "[ab]", "b", "."), count).map((pair) => pair.join(""));
  const wide = fc
    .array(
      fc
        .tuple(
          fc.constantFrom("", "^"),
          fc.array(item, { minLength: 1, maxLength: 4 }),
          fc.constantFrom("", "$"),
        )
        .map(([start, items, end]) => start + items.join("") + end),
      { minLength: 1, maxLength: 3 },
    )
    .map((branches) => branches.join("|"));
  const run = fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 64 }));
  const long = fc
    .array(run, { maxLength: 5 })
    .map((runs) => runs.map(([letter, times]) => letter.repeat(times)).join(""));
  fc.assert(
    fc.property(wide, long, (source, message) => {
      const reference = RE2JS.compile(source.replaceAll("{,", "{0,"));
      expect(matches(`%${source}%`, message)).toBe(reference.matcher(message).find());
    }),
    { numRuns: 1000 },
  );
});

test("takes time linear in the message, whatever the expression", () => {
  const message = "a".repeat(256 * 1024);
  const steps = (pattern: string): boolean => matches(pattern, message);
  expect(steps("%a*a*a*a*a*a*b%")).toBe(false);
  expect(steps("%a*a*a*a*a*a*$%")).toBe(true);
  expect(steps("%a.{20}a.{20}[bc]%")).toBe(false);
  expect(steps("%a[ab]{900}[bc]%")).toBe(false);
});

test("keeps searching when the states are too many to keep", () => {
  const noise = Array.from({ length: 5000 }, (_, index) => ((index * 7919) % 13 < 6 ? "a" : "b")).join("");
  expect(matches("%a[ab]{14}c$%", `${noise}c`)).toBe(/a[ab]{14}c$/.test(`${noise}c`));
  expect(matches("%a[ab]{14}d%", `${noise}c`)).toBe(false);
});

test("a count may leave out its minimum or its maximum", () => {
  // "Either m or n can be omitted if you chose not to define a minimum or maximum."
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#regex-expressions
  expect(matches("%^a{,2}$%", "aa")).toBe(true);
  expect(matches("%^a{,2}$%", "")).toBe(true);
  expect(matches("%^a{,2}$%", "aaa")).toBe(false);
  expect(matches("%^a{2,}$%", "aaa")).toBe(true);
  expect(matches("%^a{,}$%", "aaa")).toBe(true);
});

test.each([
  "%a{}%",
  "%a{x}%",
  "%a{1 ,2}%",
  "%a**%",
  "%*a%",
  "%[%",
  "%[]%",
  "%[b-a]%",
  "%a{3,1}%",
  "%a{9999}%",
  "%\\x4%",
  "%a%b",
  "%a",
])("refuses %s", (pattern) => {
  expect(() => compilePattern(pattern)).toThrow(PatternSyntaxError);
});
