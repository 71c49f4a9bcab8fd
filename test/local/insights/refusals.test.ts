import { MalformedQueryException } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type InsightsCloud, startInsightsCloud } from "./insights-cloud.ts";

let insights: InsightsCloud;
beforeAll(async () => {
  insights = await startInsightsCloud();
  await insights.put(["x"]);
});
afterAll(() => insights[Symbol.asyncDispose]());

/** Queries, what the message must name, and the text that the location must cover. */
const MALFORMED: readonly (readonly [query: string, message: RegExp, blamed: string])[] = [
  ["", /<EOF>/, ""],
  ["fields @message | count()", /'count'/, "count"],
  ["fields @message | search 'x'", /'search'/, "search"],
  ["SOURCE dataSource(['amazon_vpc.flow']) | fields @message", /data sources/, "dataSource"],
  ["sort a | pattern @message", /pattern may not follow sort/, "pattern @message"],
  ["lookup users id OUTPUT name", /no lookup table users/, "lookup users id OUTPUT name"],
  ["fields a | fields b as a | stats count(*) by a", /a is a field and an alias/, "a"],
  ["filter a in (SOURCE g | filter b in (SOURCE h))", /nested subqueries/, "("],
  ["filter level = ", /<EOF>/, ""],
  ["filter shout(level) = 'A'", /unknown function shout/, "shout"],
  ["fields strlen() as n", /strlen: expected 1 arguments, found 0/, "strlen()"],
  ["filter level like /(/", /regular expression/, "/(/"],
  ["filter level = 'open", /unterminated string/, "'open"],
  ["filter a = 1 ; filter b", /unexpected symbol found ;/, ";"],
  ["parse @message 'a * b *' as a", /2 '\*' for 1 names/, "parse @message 'a * b *' as a"],
  ["stats count(*) by bin(5 apples)", /mismatched input 'apples'/, "apples"],
  ["stats count(*) by bin(5parsecs)", /period 5parsecs/, "5parsecs"],
  ["stats level by status", /level/, "level"],
  ["stats count(*) as n | sort level", /Unknown symbols found in or after stats: level/, "level"],
  ["dedup a | sort b", /only limit may follow dedup/, "sort b"],
  ["sort a | stats count(*) as n by b | stats sum(n)", /sort must follow/, "sort a "],
  ["limit 0", /limit 0/, "0"],
  ["limit 100001", /100001/, "100001"],
  ["stats pct(a, 101)", /percentage/, "101"],
];

test.each(MALFORMED)("%j is refused", async (query, message, blamed) => {
  const error = await insights.query(query).catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(MalformedQueryException);
  const { message: found, queryCompileError } = error as MalformedQueryException;
  expect(found).toMatch(message);
  const { startCharOffset, endCharOffset } = queryCompileError!.location!;
  expect(query.slice(startCharOffset, endCharOffset)).toBe(blamed);
});

test("other query languages are refused by name", async () => {
  const promise = insights.query("SELECT 1", { queryLanguage: "SQL" });

  await expect(promise).rejects.toMatchObject({ name: "InvalidParameterException", message: /SQL/ });
});

test("a query over a group that does not exist is refused", async () => {
  const promise = insights.query("limit 1", { logGroupName: "nothing" });

  await expect(promise).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

test("groups are named in one way", async () => {
  const promise = insights.query("limit 1", { logGroupNames: ["a"] });

  await expect(promise).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("a time range that ends before it starts is refused", async () => {
  const promise = insights.query("limit 1", { startTime: 20, endTime: 10 });

  await expect(promise).rejects.toMatchObject({ name: "InvalidParameterException" });
});
