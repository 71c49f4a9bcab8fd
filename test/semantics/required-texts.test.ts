import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, requiredTextsOf } from "../../lib/semantics/index.ts";

const textsOf = (pattern: string) => requiredTextsOf(compilePattern(pattern).tree);

describe("texts that a pattern requires", () => {
  test.each([
    ["ERROR", ["ERROR"]],
    ["ERROR timeout", ["timeout"]],
    ["?ERROR ?FATAL", ["ERROR", "FATAL"]],
    ["ERROR -timeout", ["ERROR"]],
    ['{ $.level = "ERROR" }', ['"ERROR"', "\\u"]],
    ["[ip, request = *checkout*, ...]", ["checkout"]],
    ["[ip, request = *checkout* || request = *payment*, ...]", ["checkout", "payment"]],
  ])("of %s are %j", (pattern, texts) => {
    expect(textsOf(pattern)).toEqual(texts);
  });

  test.each([
    "",
    "%ERR.R%",
    "-ERROR",
    "[ip, status = 5*, ...]",
    "[ip, status = 404, ...]",
    "{ $.status != 200 || $.a NOT EXISTS }",
    '"größe"',
  ])("of %s are unknown", (pattern) => {
    expect(textsOf(pattern)).toBeUndefined();
  });

  test("stand in every message that matches", () => {
    const word = fc.constantFrom("ERROR", "error", "404", "checkout", "5xx", "a b", "-", "\\u0045RROR");
    const condition = fc.tuple(
      fc.constantFrom("=", "!="),
      fc.constantFrom("ERROR", "*ERR*", "404", "check*", '"a b"', "*"),
    );
    const pattern = fc.oneof(
      fc
        .array(
          fc.tuple(
            fc.constantFrom("", "?", "-"),
            fc.constantFrom("ERROR", "404", "checkout", '"a b"', "%ERR%"),
          ),
          { minLength: 1, maxLength: 3 },
        )
        .map((terms) => terms.map(([sign, term]) => sign + term).join(" ")),
      fc
        .array(condition, { minLength: 1, maxLength: 3 })
        .map(
          (slots) =>
            `[${slots.map(([operator, operand], index) => `f${index} ${operator} ${operand}`).join(", ")}, ...]`,
        ),
      fc
        .array(condition, { minLength: 1, maxLength: 2 })
        .map((all) => `{ ${all.map(([operator, operand]) => `$.m ${operator} ${operand}`).join(" || ")} }`),
    );
    const message = fc.oneof(
      fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
      word.map((value) => `{"m":"${value}"}`),
      fc.constantFrom('{"m":404}', '{"m":"\\u0045RROR"}', '["ERROR"]'),
    );
    fc.assert(
      fc.property(pattern, message, (source, text) => {
        let compiled: ReturnType<typeof compilePattern>;
        try {
          compiled = compilePattern(source);
        } catch {
          return;
        }
        const texts = requiredTextsOf(compiled.tree);
        if (texts && compiled.test(text)) expect(texts.some((one) => text.includes(one))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
