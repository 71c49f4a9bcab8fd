import { describe, expect, test } from "vitest";
import { type InsightsLogEvent, runInsightsQuery } from "../../lib/semantics/index.ts";
import { compilePattern, insightsStages } from "../../lib/semantics/pattern/index.ts";

const NOW = Date.UTC(2026, 0, 5);
const MESSAGES = [
  '{"level":"ERROR","latency":700,"a":{"b":"xyz"},"list":[1,2]}',
  '{"level":"INFO","latency":20}',
  "ERROR timeout at /pay",
  'WARN retry "x"',
  '192.0.2.4 - - [10/Oct/2025:13:55:36 -0700] "GET /a HTTP/1.0" 504 23',
  '192.0.2.4 - - [10/Oct/2025:13:55:36 -0700] "GET /b HTTP/1.0" 200 9000',
  "a b c",
  "x",
];

/** The messages that a Logs Insights query with these stages keeps. */
function kept(stages: readonly string[]): string[] {
  const logEvents: InsightsLogEvent[] = MESSAGES.map((message, index) => ({
    message,
    timestamp: NOW - 1_000 + index,
    logStreamName: "s",
  }));
  const query = ["fields @message", ...stages, "limit 100"].join(" | ");
  const { results } = runInsightsQuery(query, { now: NOW, logGroups: [{ logGroupName: "g", logEvents }] });
  return results.map((row) => row.find(({ field }) => field === "@message")!.value!).sort();
}

describe("the stages of a query keep what the pattern matches", () => {
  test.each([
    "",
    "ERROR",
    "?ERROR ?WARN",
    "ERROR -timeout",
    '"at /pay"',
    "%E.+R%",
    "%/pay%",
    '{ $.level = "ERROR" && $.latency > 500 }',
    '{ $.a.b = "x*" || $.latency <= 20 }',
    "{ $.latency NOT EXISTS }",
    '{ $.level != "INFO" }',
    "{ $.level = * }",
    "[ip, ..., status = 5*, size]",
    "[ip, id, user, time, request, status = 200 || status = 504, size > 100]",
    '[ip, id, user, time, request = "*HTTP*", status, size]',
    "[a, b, c]",
    "[..., last]",
  ])("%s", (pattern) => {
    const compiled = compilePattern(pattern);
    const wanted = MESSAGES.filter((message) => compiled.match(message) !== undefined).sort();

    expect(kept(insightsStages(pattern)!)).toEqual(wanted);
  });
});

test.each(["{ $.list[*] = 1 }", "{ $.* = 1 }", "{ $.flag IS TRUE }"])(
  "says that %s cannot be said",
  (pattern) => {
    expect(insightsStages(pattern)).toBeUndefined();
  },
);
