import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forwarderSchema } from "../../../../functions/cloud-logging-forwarder/configuration.ts";
import { entriesOf } from "../../../../functions/cloud-logging-forwarder/entries.ts";
import {
  compileLoggingFilter,
  compilePattern,
  PATTERN_DIFFERENCES,
  type PatternFilter,
  PatternSyntaxError,
  patternFilter,
  UntranslatablePatternError,
} from "../../../../lib/semantics/index.ts";
import { anyLines, fieldLines, jsonPatterns, ownRecords, spacePatterns, termPatterns } from "./log-lines.ts";

const RUNS = { numRuns: 10_000, seed: 14 };
const SOURCE = { owner: "111122223333", logGroup: "/g", logStream: "s", region: "eu-west-1" };
const CONFIGURATION = forwarderSchema.parse({ projectId: "shop-logs" });

/** The entry that the forwarder makes of a line. */
function entryOf(message: string) {
  return entriesOf({ id: "1", timestamp: 0, message }, SOURCE, CONFIGURATION)[0]!.entry;
}

function translated(pattern: string) {
  try {
    return patternFilter(pattern);
  } catch (error) {
    if (error instanceof UntranslatablePatternError || error instanceof PatternSyntaxError) return undefined;
    throw error;
  }
}

/** Whether the query says of the line's entry what the pattern said of the line. */
function sameOnGoogle({ query, line, matches }: Comparison): boolean {
  return compileLoggingFilter(query.filter).matches(entryOf(line)) === matches;
}

interface Comparison {
  readonly query: PatternFilter;
  readonly line: string;
  readonly matches: boolean;
}

describe("a pattern and its query", () => {
  test("say the same of records that the library writes", () => {
    const counts = { compared: 0, matched: 0 };
    fc.assert(
      fc.property(jsonPatterns, ownRecords, (pattern, record) => {
        const query = translated(pattern);
        if (!query) return;
        const line = JSON.stringify(record);
        const matches = compilePattern(pattern).test(line);
        counts.compared++;
        counts.matched += Number(matches);
        expect({ pattern, query, line, matches }).toSatisfy(sameOnGoogle);
      }),
      RUNS,
    );
    expect(counts.compared).toBeGreaterThan(9_000);
    expect(counts.matched).toBeGreaterThan(2_000);
  });

  test("say the same of the fields of a line", () => {
    const counts = { compared: 0, matched: 0, differed: 0 };
    fc.assert(
      fc.property(spacePatterns, fieldLines, (pattern, line) => {
        const query = translated(pattern);
        if (!query) return;
        const matches = compilePattern(pattern).test(line);
        counts.compared++;
        counts.matched += Number(matches);
        if (sameOnGoogle({ query, line, matches })) return;
        counts.differed++;
        expect({ pattern, line, matches }).toSatisfy(() =>
          PATTERN_DIFFERENCES["fields-of-lines"].concerns(line, entryOf(line)),
        );
      }),
      RUNS,
    );
    expect(counts.compared).toBeGreaterThan(3_500);
    expect(counts.matched).toBeGreaterThan(500);
    console.log(`fields of lines: ${counts.differed} of ${counts.compared} differ`);
  });

  test("say the same of any line, or a named difference concerns it", () => {
    const counts = { compared: 0, matched: 0, differed: 0 };
    fc.assert(
      fc.property(fc.oneof(jsonPatterns, termPatterns, spacePatterns), anyLines, (pattern, line) => {
        const query = translated(pattern);
        if (!query) return;
        const entry = entryOf(line);
        const matches = compilePattern(pattern).test(line);
        counts.compared++;
        counts.matched += Number(matches);
        if (compileLoggingFilter(query.filter).matches(entry) === matches) return;
        counts.differed++;
        const concerned = query.differences.filter((name) => PATTERN_DIFFERENCES[name].concerns(line, entry));
        expect({ pattern, query, line, entry, concerned }).not.toMatchObject({ concerned: [] });
      }),
      RUNS,
    );
    expect(counts.compared).toBeGreaterThan(7_000);
    expect(counts.matched).toBeGreaterThan(1_500);
    console.log(
      `patterns and queries: ${counts.differed} of ${counts.compared} differ, each by a named difference`,
    );
  });
});

test.each([
  ["", ""],
  ['{ $.level = "ERROR" }', "severity=ERROR"],
  ["{ $.durationMs > 2000 }", "cast(jsonPayload.durationMs, FLOAT64)>2000"],
  [
    '{ $.route = "/pay" && $.status = 5* }',
    '(jsonPayload.route=~"^/pay$" AND cast(jsonPayload.status, STRING)=~"(?s)^5.*$")',
  ],
  ["{ $.httpRequest.status >= 500 }", "(httpRequest.status:* AND httpRequest.status>=500)"],
  ["{ $.['a b'] IS NULL }", 'jsonPayload."a b"=NULL_VALUE'],
  [
    '"timed out" -debug',
    '((textPayload=~"timed out" OR (jsonPayload:* AND "timed out")) AND NOT (textPayload=~"debug" OR (jsonPayload:* AND "debug")))',
  ],
])("%s becomes %s", (pattern, filter) => {
  expect(patternFilter(pattern).filter).toBe(filter);
});

test.each([
  ["[ip, status = 5*]", "rest of the line"],
  ["[status = %^5%, ...]", "start or the end"],
  ["{ $.list[0] = 1 }", "element"],
  ["{ $.*.a = 1 }", "any name"],
  ["{ $.time = 1 }", "takes the member time"],
  ["{ $.level >= 50 }", "levels as severities"],
  ["{ $.level NOT EXISTS }", "severity"],
])("%s is refused with the reason", (pattern, reason) => {
  expect(() => patternFilter(pattern)).toThrow(reason);
});
