import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePattern, PatternSet } from "../../../lib/semantics/pattern/index.ts";

const selector = fc.constantFrom("$.a", "$.b", "$.c.d", "$.e[0]", "$.e[*]", "$.toString");
const number = fc.constantFrom("-1", "0", "1", "2.5", "1e1", "404");
const text = fc.constantFrom("x", "xy", "yx", "404", "true", "2.50");
const operand = fc.oneof(
  number,
  text.map((word) => `"${word}"`),
  text.map((word) => `"*${word}*"`),
  text.map((word) => `"${word}*"`),
  text.map((word) => `"*${word}"`),
  fc.constantFrom('"*"', '"x*y"', "%x+%"),
);
const leaf = fc.oneof(
  fc.tuple(selector, fc.constantFrom("=", "!="), operand).map((parts) => parts.join(" ")),
  fc.tuple(selector, fc.constantFrom("<", "<=", ">", ">="), number).map((parts) => parts.join(" ")),
  fc
    .tuple(selector, fc.constantFrom("IS NULL", "IS TRUE", "IS FALSE", "NOT EXISTS"))
    .map((parts) => parts.join(" ")),
);
const condition = fc.oneof(
  leaf,
  fc.tuple(leaf, fc.constantFrom("&&", "||"), leaf).map((parts) => parts.join(" ")),
  fc.tuple(leaf, leaf, leaf).map(([first, second, third]) => `${first} && (${second} || ${third})`),
);
const jsonPattern = condition.map((text) => `{ ${text} }`);

const slot = fc.oneof(
  fc.constantFrom("ip", "user", "size"),
  fc
    .tuple(fc.constantFrom("ip", "user"), fc.constantFrom("=", "!="), operand)
    .map((parts) => parts.join(" ")),
  fc.tuple(fc.constantFrom("size"), fc.constantFrom("<", ">="), number).map((parts) => parts.join(" ")),
  fc.tuple(text, text).map(([first, second]) => `s = "${first}" || s = "*${second}*"`),
);
const spacePattern = fc
  .tuple(fc.array(slot, { minLength: 1, maxLength: 4 }), fc.nat(6))
  .map(([slots, at]) => `[${(at <= slots.length ? slots.toSpliced(at, 0, "...") : slots).join(", ")}]`);

const value = fc.constantFrom(
  "x",
  "xy",
  "axyx",
  "404",
  "404.0",
  "true",
  "-1",
  0,
  1,
  2.5,
  10,
  404,
  true,
  false,
  null,
  [1, "x"],
  {},
);
const document = fc
  .record(
    {
      a: value,
      b: value,
      c: fc.record({ d: value }, { requiredKeys: [] }),
      e: fc.array(value, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  .map((members) => JSON.stringify(members));
const line = fc
  .array(fc.constantFrom("x", "xy", "axyx", "404", "404.0", "1", "10", "[x y]", '"x 404"', "-"), {
    maxLength: 6,
  })
  .map((words) => words.join(" "));

const accepted = (pattern: string): boolean => {
  try {
    compilePattern(pattern);
    return true;
  } catch {
    return false;
  }
};

test("a large set over few selectors and slots matches what its patterns match one by one", () => {
  const pattern = fc.oneof(
    { arbitrary: jsonPattern, weight: 3 },
    { arbitrary: spacePattern, weight: 2 },
    fc.constantFrom("x", "?x ?404", "-x", ""),
  );
  const messages = fc.array(fc.oneof(document, line), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(pattern.filter(accepted), { minLength: 1, maxLength: 80 }),
      messages,
      (patterns, sent) => {
        const set = new PatternSet(patterns);
        for (const message of sent) {
          const found = set.match(message).map(({ index, extracted }) => ({ index, extracted }));
          const one = set.patterns.flatMap((each, index) => {
            const extracted = each.match(message);
            return extracted === undefined ? [] : [{ index, extracted }];
          });
          expect(found).toEqual(one);
        }
      },
    ),
    { numRuns: 600 },
  );
});

test("the sets of this test contain matches and refusals of every language", () => {
  const sample = fc.sample(jsonPattern.filter(accepted), { numRuns: 300, seed: 1 });
  const messages = fc.sample(document, { numRuns: 50, seed: 1 });
  const set = new PatternSet(sample);

  const counts = messages.map((message) => set.match(message).length);

  expect(Math.max(...counts)).toBeGreaterThan(10);
  expect(Math.min(...counts)).toBeLessThan(290);
});
