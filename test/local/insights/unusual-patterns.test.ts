import { afterAll, beforeAll, expect, test } from "vitest";
import { type InsightsCloud, START, startInsightsCloud } from "./insights-cloud.ts";

const HOUR = 3_600_000;
const HOUR_AGO = { startTime: START / 1_000 - 3_600 };
let insights: InsightsCloud;

/** An hour with 40 orders, 30 mails and 20 calls, and one in which mails multiply, calls stop nearly, and payments time out. */
beforeAll(async () => {
  insights = await startInsightsCloud();
  const put = (from: number, counts: Readonly<Record<string, number>>) =>
    insights.put(
      Object.entries(counts)
        .flatMap(([text, count]) =>
          Array.from({ length: count }, (_, index) => ({
            timestamp: from + index * 1_000,
            message: text.replace("#", String(index)),
          })),
        )
        .sort((one, other) => one.timestamp - other.timestamp),
    );
  await put(START - 2 * HOUR + 60_000, {
    "order # created": 40,
    "mail # sent to alice": 30,
    "call # answered": 20,
  });
  await put(START - HOUR + 60_000, {
    "order # created": 44,
    "mail # sent to alice": 120,
    "call # answered": 2,
    "payment # timed out": 4,
  });
});
afterAll(() => insights[Symbol.asyncDispose]());

test("anomaly tells what is new, more and less than in the time before, and says whose figures these are", async () => {
  const rows = await insights.query("pattern @message | anomaly", HOUR_AGO);

  const found = rows.map((row) => [row["@pattern"], row["@anomalyType"], row["@anomalyDescription"]]);
  expect(found).toEqual([
    [
      "mail <Number-1> sent to alice",
      "PatternFrequency",
      "120 events, 30 in the time before, usual are 0 to 64 (by cumulog's engine, not AWS's)",
    ],
    [
      "payment <Number-1> timed out",
      "NewPattern",
      "4 events of a pattern that was not there in the time before (by cumulog's engine, not AWS's)",
    ],
    [
      "call <Number-1> answered",
      "PatternFrequency",
      "2 events, 20 in the time before, usual are 0 to 45 (by cumulog's engine, not AWS's)",
    ],
  ]);
});

test("diff names a pattern as the time before does, though that showed less of it", async () => {
  const put = (from: number, users: readonly string[]) =>
    insights.put(
      users.map((user, index) => ({
        timestamp: from + index * 1_000,
        message: `session of user ${user} closed`,
      })),
      "/app/sessions",
    );
  await put(START - 2 * HOUR + 60_000, ["alice", "alice", "alice"]);
  await put(START - HOUR + 60_000, ["alice", "bob", "carol", "dave"]);

  const rows = await insights.query("pattern @message | diff", {
    ...HOUR_AGO,
    logGroupName: "/app/sessions",
  });

  expect(rows.map((row) => [row["@pattern"], row["@differenceCount"]])).toEqual([
    ["session of user <Token-1> closed", "1"],
  ]);
});
