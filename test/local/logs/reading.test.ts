import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { START, startLogsCloud, type TestCloud } from "./logs-cloud.ts";

const GROUP = "app";
const ARN = "arn:aws:logs:us-east-1:123456789012:log-group:app";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startLogsCloud();
  await cloud.logs.createLogGroup({ logGroupName: GROUP });
  for (const logStreamName of ["a", "b"])
    await cloud.logs.createLogStream({ logGroupName: GROUP, logStreamName });
});
afterEach(() => cloud.stop());

async function put(logStreamName: string, times: readonly number[]): Promise<void> {
  const logEvents = times.map((time) => ({ timestamp: START + time, message: `${logStreamName}${time}` }));
  await cloud.logs.putLogEvents({ logGroupName: GROUP, logStreamName, logEvents });
}

const messagesOf = (events: readonly { message?: string | undefined }[] | undefined) =>
  (events ?? []).map(({ message }) => message);

describe("GetLogEvents", () => {
  const stream = { logGroupName: GROUP, logStreamName: "a" };

  test("starts at the end, and reads on in both directions until a token stays the same", async () => {
    await put("a", [1, 2, 3, 4, 5]);

    const newest = await cloud.logs.getLogEvents({ ...stream, limit: 2 });
    const older = await cloud.logs.getLogEvents({ ...stream, limit: 2, nextToken: newest.nextBackwardToken });
    const oldest = await cloud.logs.getLogEvents({ ...stream, limit: 2, nextToken: older.nextBackwardToken });
    const none = await cloud.logs.getLogEvents({ ...stream, limit: 2, nextToken: newest.nextForwardToken });

    expect(messagesOf(newest.events)).toEqual(["a4", "a5"]);
    expect(messagesOf(older.events)).toEqual(["a2", "a3"]);
    expect(messagesOf(oldest.events)).toEqual(["a1"]);
    expect(none.events).toEqual([]);
    expect(none.nextForwardToken).toBe(newest.nextForwardToken);
    await put("a", [6]);
    const later = await cloud.logs.getLogEvents({ ...stream, nextToken: none.nextForwardToken });
    expect(messagesOf(later.events)).toEqual(["a6"]);
  });

  test("takes the start time in and leaves the end time out", async () => {
    await put("a", [1, 2, 3]);

    const { events } = await cloud.logs.getLogEvents({
      logGroupIdentifier: ARN,
      logStreamName: "a",
      startTime: START + 1,
      endTime: START + 3,
      startFromHead: true,
      unmask: true,
    });

    expect(messagesOf(events)).toEqual(["a1", "a2"]);
  });
});

describe("FilterLogEvents", () => {
  test("mixes the streams by time and takes both times in", async () => {
    await put("a", [1, 3, 5]);
    await put("b", [2, 3, 9]);

    const { events, searchedLogStreams } = await cloud.logs.filterLogEvents({
      logGroupIdentifier: ARN,
      startTime: START + 2,
      endTime: START + 5,
      interleaved: false,
    });

    expect(messagesOf(events)).toEqual(["b2", "a3", "b3", "a5"]);
    expect(searchedLogStreams).toEqual([]);
  });

  test("reads every event once, whatever the page, and whatever comes in between", async () => {
    const times = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(times, times, fc.integer({ min: 1, max: 7 }), async (first, second, limit) => {
        const logGroupName = `g${Math.random()}`;
        await cloud.logs.createLogGroup({ logGroupName });
        const write = async (logStreamName: string, given: readonly number[]) => {
          await cloud.logs.createLogStream({ logGroupName, logStreamName });
          const logEvents = given
            .toSorted((one, other) => one - other)
            .map((time) => ({ timestamp: START + time, message: logStreamName }));
          await cloud.logs.putLogEvents({ logGroupName, logStreamName, logEvents });
        };
        await write("a", first);
        await write("b", second);
        const ids: string[] = [];
        const found: number[] = [];
        let nextToken: string | undefined;
        do {
          const page = await cloud.logs.filterLogEvents({ logGroupName, limit, nextToken });
          ids.push(...(page.events ?? []).map(({ eventId }) => eventId!));
          found.push(...(page.events ?? []).map(({ timestamp }) => timestamp!));
          nextToken = page.nextToken;
        } while (nextToken);

        expect(new Set(ids).size).toBe(first.length + second.length);
        expect(found).toEqual(found.toSorted((one, other) => one - other));
      }),
      { numRuns: 20 },
    );
  });
});

describe("lists", () => {
  test("go on where a page ended, though items come and go", async () => {
    for (const name of ["b", "c", "d"]) await cloud.logs.createLogGroup({ logGroupName: name });
    const first = await cloud.logs.describeLogGroups({ limit: 2 });
    await cloud.logs.deleteLogGroup({ logGroupName: "b" });
    await cloud.logs.createLogGroup({ logGroupName: "aa" });

    const second = await cloud.logs.describeLogGroups({ limit: 2, nextToken: first.nextToken });

    const namesOf = (page: typeof first) => page.logGroups?.map(({ logGroupName }) => logGroupName);
    expect([namesOf(first), namesOf(second), second.nextToken]).toEqual([
      ["app", "b"],
      ["c", "d"],
      undefined,
    ]);
  });

  test("of streams come by the newest event when asked so", async () => {
    await put("b", [1]);
    await put("a", [5]);

    const { logStreams } = await cloud.logs.describeLogStreams({
      logGroupName: GROUP,
      orderBy: "LastEventTime",
      descending: true,
    });
    const both = cloud.logs.describeLogStreams({
      logGroupName: GROUP,
      orderBy: "LastEventTime",
      logStreamNamePrefix: "a",
    });

    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(["a", "b"]);
    expect(logStreams?.[0]).toMatchObject({
      firstEventTimestamp: START + 5,
      lastEventTimestamp: START + 5,
      arn: `${ARN}:log-stream:a`,
    });
    await expect(both).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

test("a live tail sends what comes in and matches, from the streams it follows", async () => {
  const { responseStream } = await cloud.logs.startLiveTail({
    logGroupIdentifiers: [ARN],
    logStreamNamePrefixes: ["a"],
    logEventFilterPattern: "a2",
  });
  const events = responseStream![Symbol.asyncIterator]();
  const start = await events.next();
  await put("b", [2]);
  await put("a", [1, 2]);

  const results: unknown[] = [];
  while (results.length === 0) {
    const { value } = await events.next();
    results.push(...(value?.sessionUpdate?.sessionResults ?? []));
  }
  await events.return?.();

  expect(start.value?.sessionStart).toMatchObject({
    logGroupIdentifiers: [ARN],
    logStreamNamePrefixes: ["a"],
    logEventFilterPattern: "a2",
  });
  expect(results).toMatchObject([{ logStreamName: "a", message: "a2", timestamp: START + 2 }]);
});
