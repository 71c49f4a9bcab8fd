import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GROUP, type InsightsCloud, START, STREAM, startInsightsCloud } from "./insights-cloud.ts";

const RANGE = { startTime: START / 1000 - 60, endTime: START / 1000 };
const REPORT =
  "REPORT RequestId: 7a1f2b3c-0000-4000-8000-000000000001\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tInit Duration: 101.5 ms\t\nXRAY TraceId: 1-5e6\tSegmentId: 1f\tSampled: true";

let insights: InsightsCloud;
beforeAll(async () => {
  insights = await startInsightsCloud();
  await insights.put([{ a: 1 }, { a: 2, b: { c: "x" } }, "text"]);
  await insights.put([REPORT, 'prefix {"inner": {"n": 5}} suffix'], "/aws/lambda/pay");
});
afterAll(() => insights[Symbol.asyncDispose]());

describe("queries", () => {
  test("complete with statistics and pointers to their events", async () => {
    const { logs, cloud } = insights;
    const { queryId } = await logs.startQuery({
      logGroupName: GROUP,
      ...RANGE,
      queryString: "fields a | filter a > 1",
    });
    await cloud.settled();

    const { status, statistics, results } = await logs.getQueryResults({ queryId });

    expect(status).toBe("Complete");
    expect(statistics).toMatchObject({ recordsMatched: 1, recordsScanned: 3, bytesScanned: 7 + 21 + 4 });
    expect(results).toEqual([
      [
        { field: "a", value: "2" },
        { field: "@ptr", value: expect.any(String) },
      ],
    ]);
    const { logRecord } = await logs.getLogRecord({ logRecordPointer: results![0]![1]!.value });
    expect(logRecord).toMatchObject({
      "@message": '{"a":2,"b":{"c":"x"}}',
      "@logStream": STREAM,
      "@log": `123456789012:${GROUP}`,
      "@timestamp": String(START - 2000),
      a: "2",
      "b.c": "x",
    });
  });

  test("look at the time range alone, both ends included", async () => {
    const found = await insights.query("stats count(*) as n", {
      startTime: START / 1000 - 3,
      endTime: START / 1000 - 2,
    });

    expect(found).toEqual([{ n: "2" }]);
  });

  test("take several groups by name or ARN", async () => {
    const arn = `arn:aws:logs:us-east-1:123456789012:log-group:${GROUP}`;
    const found = await insights.query("stats count(*) as n by @log | sort @log", {
      logGroupName: undefined,
      logGroupIdentifiers: [arn, "/aws/lambda/pay"],
    });

    expect(found).toEqual([
      { "@log": `123456789012:${GROUP}`, n: "3" },
      { "@log": "123456789012:/aws/lambda/pay", n: "2" },
    ]);
  });

  test("are answered in pages", async () => {
    const { logs, cloud } = insights;
    const { queryId } = await logs.startQuery({ logGroupName: GROUP, ...RANGE, queryString: "fields a" });
    await cloud.settled();

    const first = await logs.getQueryResults({ queryId, maxItems: 2 });
    const second = await logs.getQueryResults({ queryId, maxItems: 2, nextToken: first.nextToken });

    expect([first.results?.length, second.results?.length, second.nextToken]).toEqual([2, 1, undefined]);
    const forged = logs.getQueryResults({ queryId, nextToken: "forged" });
    await expect(forged).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  test("are listed, the newest first, by group and status", async () => {
    const { logs } = insights;
    await insights.query("fields b", { logGroupName: "/aws/lambda/pay" });

    const { queries } = await logs.describeQueries({ logGroupName: "/aws/lambda/pay", status: "Complete" });
    const failed = await logs.describeQueries({ status: "Failed" });

    expect(queries?.[0]).toMatchObject({
      queryString: expect.stringMatching(/^SOURCE "\/aws\/lambda\/pay" START=\d+000 END=\d+999 \| fields b$/),
      createTime: START / 1000,
    });
    expect(failed.queries).toEqual([]);
  });

  test("cannot be stopped once they are complete", async () => {
    const { cloud, logs } = insights;
    const { queryId } = await logs.startQuery({ logGroupName: GROUP, ...RANGE, queryString: "limit 1" });
    await cloud.settled();

    const stopped = logs.stopQuery({ queryId });

    await expect(stopped).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  test("that never were are refused", async () => {
    const unknown = insights.logs.getQueryResults({ queryId: "none" });

    await expect(unknown).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});

describe("discovered fields", () => {
  test("come from a function's report and from the first JSON in its messages", async () => {
    const report = await insights.query(
      "filter @type = 'REPORT' | display @requestId, @duration, @billedDuration, @memorySize, @maxMemoryUsed, @initDuration, @xrayTraceId, @xraySegmentId",
      { logGroupName: "/aws/lambda/pay" },
    );
    const inner = await insights.query("filter inner.n = 5 | display inner.n", {
      logGroupName: "/aws/lambda/pay",
    });

    expect(report).toEqual([
      {
        "@requestId": "7a1f2b3c-0000-4000-8000-000000000001",
        "@duration": "12.34",
        "@billedDuration": "13",
        "@memorySize": "128000000",
        "@maxMemoryUsed": "64000000",
        "@initDuration": "101.5",
        "@xrayTraceId": "1-5e6",
        "@xraySegmentId": "1f",
      },
    ]);
    expect(inner).toEqual([{ "inner.n": "5" }]);
  });

  test("are listed with the share of events that have them", async () => {
    const { logGroupFields } = await insights.logs.getLogGroupFields({ logGroupName: GROUP });

    expect(logGroupFields).toContainEqual({ name: "@message", percent: 100 });
    expect(logGroupFields).toContainEqual({ name: "a", percent: 67 });
    expect(logGroupFields).toContainEqual({ name: "b.c", percent: 33 });
  });
});
