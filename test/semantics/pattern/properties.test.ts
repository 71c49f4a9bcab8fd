import fc from "fast-check";
import { expect, test } from "vitest";
import { FILTER_PATTERN_MAX_LENGTH } from "../../../lib/semantics/limits.ts";
import {
  compilePattern,
  PatternSet,
  PatternSyntaxError,
  printPattern,
} from "../../../lib/semantics/pattern/index.ts";
import { logMessage, patternTree } from "./arbitraries.ts";

const printed = patternTree
  .map(printPattern)
  .filter((pattern) => pattern.length <= FILTER_PATTERN_MAX_LENGTH);

test("a printed pattern compiles to the same matches", () => {
  fc.assert(
    fc.property(printed, fc.array(logMessage, { minLength: 1, maxLength: 8 }), (pattern, messages) => {
      const compiled = compilePattern(pattern);
      const again = compilePattern(printPattern(compiled.tree));
      expect(again.tree).toEqual(compiled.tree);
      for (const message of messages) expect(again.match(message)).toEqual(compiled.match(message));
    }),
    { numRuns: 3000 },
  );
});

test("a set matches what its patterns match one by one", () => {
  fc.assert(
    fc.property(fc.array(printed, { maxLength: 12 }), logMessage, (patterns, message) => {
      const one = patterns.flatMap((pattern, index) => {
        const extracted = compilePattern(pattern).match(message);
        return extracted === undefined ? [] : [{ index, extracted }];
      });
      const set = new PatternSet(patterns).match(message);
      expect(set.map(({ index, extracted }) => ({ index, extracted }))).toEqual(one);
    }),
    { numRuns: 2000 },
  );
});

test("any text is a pattern that works or a syntax error that points into it", () => {
  const fragment = fc.constantFrom(
    ..."{}[]()%\"'\\$.,*?-=!<>&| \n",
    "$.a",
    "&&",
    "||",
    "...",
    "IS NULL",
    "NOT EXISTS",
    "a",
    "1",
    "é",
  );
  const text = fc.oneof(
    fc.string({ unit: fragment, maxLength: 30 }),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  const edited = fc.tuple(printed, fc.nat(), fragment, fc.nat(2)).map(([pattern, at, piece, removed]) => {
    const position = at % (pattern.length + 1);
    return pattern.slice(0, position) + piece + pattern.slice(position + removed);
  });
  const runs = Number(process.env["PATTERN_FUZZ_RUNS"] ?? 100_000);
  fc.assert(
    fc.property(fc.oneof({ arbitrary: text, weight: 5 }, { arbitrary: edited, weight: 1 }), (pattern) => {
      try {
        compilePattern(pattern).match('{"a":[1,"x"]} ERROR "q" 404');
      } catch (error) {
        if (!(error instanceof PatternSyntaxError)) throw error;
        if (error.offset < 0 || error.offset > pattern.length || error.pattern !== pattern) throw error;
      }
    }),
    { numRuns: runs },
  );
}, 120_000);
