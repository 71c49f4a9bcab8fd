import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runInsightsQuery } from "../../../lib/semantics/insights/run-insights-query.ts";
import { QueryCompileError } from "../../../lib/semantics/insights/syntax/query-compile-error.ts";

async function run(query: string, messages: readonly string[]): Promise<Record<string, string>[]> {
  const logEvents = messages.map((message, index) => ({ timestamp: index * 1000, message }));
  const { results } = runInsightsQuery(query, {
    logGroups: [{ logGroupName: "g", logStreamName: "s", logEvents }],
    startTime: 0,
    endTime: messages.length,
    lookupTables: { t: "a,x\n1,one\n" },
  });
  return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
}

const PIECES = [
  ..."fields filter stats sort limit parse display dedup by as and or not like in asc desc any".split(" "),
  ..."a b.c `d-e` @message @timestamp count(*) sum(a) bin(5m) strlen(a) ispresent(b.c) pct(a,9)".split(" "),
  ..."unnest into expand pattern diff anomaly join type left where lookup OUTPUT t x accum addtotals".split(
    " ",
  ),
  ..."filldown autoregress p outlier sessionize countFrequent relevantfields estimate SOURCE logGroups()".split(
    " ",
  ),
  ..."json field multi csv logfmt jsonParse(@message) case(a,1,2) topk(1,a) histogram(a,3) offset g".split(
    " ",
  ),
  ..."| , ( ) [ ] = != < <= > >= + - * / % ^ =~ 1 2.5 5m 'x' \"y*\" /z+/ /(?<n>.)/ # \n '".split(/(?<!\n) /),
];
const MESSAGES = ["", "plain y1 text", '{"a":1,"b":{"c":[true,null,"x"]},"d-e":2.5}', '{"a":"zz"', "{}"];
const query = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(" ")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

describe("queries of any text", () => {
  test("run or are refused with a place in the text", async () => {
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        try {
          await run(text, MESSAGES);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryCompileError);
          const { start, end } = (error as QueryCompileError).span;
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    ["parentheses", `filter ${"(".repeat(5_000)}a${")".repeat(4_900)}`],
    ["signs", `fields ${"-".repeat(9_000)}1 as n`],
    ["nots", `filter ${"not ".repeat(2_400)}a`],
    ["sums", `fields ${"1+".repeat(4_900)}1 as n`],
    ["powers", `fields ${"1^".repeat(4_900)}1 as n`],
    ["calls", `fields ${"abs(".repeat(2_400)}1`],
  ])("refuse too many %s rather than overflow", async (_what, text) => {
    await expect(run(text, MESSAGES)).rejects.toBeInstanceOf(QueryCompileError);
  });

  test("take linear time for any regular expression", async () => {
    const message = "a".repeat(256 * 1024);

    expect(await run("filter @message like /(a*)*(a*)*b$/ | stats count(*) as n", [message])).toEqual([]);
  });

  test("survive a deeply nested document", async () => {
    const message = `{"a":${"[".repeat(5_000)}7${"]".repeat(5_000)}}`;

    expect(await run(`display a${".0".repeat(5_000)} as n`, [message])).toEqual([{ n: "7" }]);
  });
});

describe("stats", () => {
  const event = fc.record(
    { g: fc.constantFrom("x", "y", "z"), v: fc.integer({ min: -1000, max: 1000 }) },
    { requiredKeys: [] },
  );

  test("agree with plain loops over the same events", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), async (events) => {
        const found = await run(
          "stats count(*) as n, count(v) as c, sum(v) as s, avg(v) as a, min(v) as lo, max(v) as hi, " +
            "count_distinct(v) as d, latest(v) as l, median(v) as m by g, bin(10s) as t",
          events.map((one) => JSON.stringify(one)),
        );

        const expected = new Map<string, Record<string, string>>();
        events.forEach(({ g }, index) => {
          const slot = Math.floor(index / 10);
          const members = events.slice(slot * 10, slot * 10 + 10).filter((one) => one.g === g);
          const values = members.map(({ v }) => v).filter((v) => v !== undefined);
          const sorted = values.toSorted((left, right) => left - right);
          const half = (sorted.length - 1) / 2;
          const total = values.reduce((sum, v) => sum + v, 0);
          expected.set(`${g}/${slot}`, {
            ...(g !== undefined && { g }),
            t: `1970-01-01 00:00:${slot}0.000`,
            n: String(members.length),
            c: String(values.length),
            d: String(new Set(values).size),
            ...(values.length > 0 && {
              s: String(total),
              a: String(total / values.length),
              lo: String(sorted[0]),
              hi: String(sorted.at(-1)),
              l: String(values.at(-1)),
              m: String((sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2),
            }),
          });
        });
        const order = (rows: Iterable<Record<string, string>>) =>
          [...rows].sort((left, right) =>
            `${left["t"]}${left["g"]}`.localeCompare(`${right["t"]}${right["g"]}`),
          );
        expect(order(found)).toEqual(order(expected.values()));
      }),
      { numRuns: 300 },
    );
  });

  test("a glob of parse takes the shortest text before each literal", async () => {
    const word = fc.stringMatching(/^[a-z ]{0,6}$/);
    await fc.assert(
      fc.asyncProperty(word, word, word, async (first, second, third) => {
        const [row] = await run("parse @message '<*|*|*' as p, q, r | display p, q, r", [
          `<${first}|${second}|${third}`,
        ]);
        expect(row).toEqual({ p: first, q: second, r: third });
      }),
      { numRuns: 200 },
    );
  });

  test("sort puts text before numbers and compares numbers inside text by value", async () => {
    const values = ["b2", "b10", "a", 10, 9, -1, "a1b"];
    const messages = values.map((v) => JSON.stringify({ v }));

    const rows = await run("display v | sort v", messages);

    expect(rows.map(({ v }) => v)).toEqual(["a", "a1b", "b2", "b10", "-1", "9", "10"]);
  });
});
