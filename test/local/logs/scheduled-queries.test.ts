import { CloudWatchLogs, type CreateScheduledQueryRequest } from "@aws-sdk/client-cloudwatch-logs";
import { S3 } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const GROUP = "/shop/api";
const NOON = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;
const ROLE = "arn:aws:iam::123456789012:role/queries";
const QUERY: CreateScheduledQueryRequest = {
  name: "by-service",
  queryLanguage: "CWLI",
  queryString: "stats count(*) as n by service | sort service",
  logGroupIdentifiers: [GROUP],
  scheduleExpression: "cron(0/5 * * * ? *)",
  startTimeOffset: 300,
  executionRoleArn: ROLE,
};

async function prepare(server: TestServer) {
  const logs = new CloudWatchLogs(server.client);
  await logs.createLogGroup({ logGroupName: GROUP });
  await logs.createLogStream({ logGroupName: GROUP, logStreamName: "one" });
  return {
    logs,
    log: (...messages: string[]) =>
      logs.putLogEvents({
        logGroupName: GROUP,
        logStreamName: "one",
        logEvents: messages.map((message) => ({ timestamp: server.cloud.clock.now(), message })),
      }),
    history: async (identifier: string) =>
      (
        await logs.getScheduledQueryHistory({
          identifier,
          startTime: NOON,
          endTime: server.cloud.clock.now(),
        })
      ).triggerHistory!,
  };
}

test("L0210, L0213, L0214, L0216 a scheduled query is enabled, and known by name and ARN", async () => {
  await using server = await startTestServer(NOON);
  const { logs } = await prepare(server);

  const { scheduledQueryArn, state } = await logs.createScheduledQuery(QUERY);

  const { $metadata: _, ...byName } = await logs.getScheduledQuery({ identifier: "by-service" });
  const { $metadata: __, ...byArn } = await logs.getScheduledQuery({ identifier: scheduledQueryArn! });
  expect(state).toBe("ENABLED");
  expect(scheduledQueryArn).toMatch(/^arn:aws:logs:us-east-1:123456789012:scheduled-query:[\w-]{36}$/);
  expect(byName).toEqual(byArn);
  expect(byName).toEqual({
    ...QUERY,
    endTimeOffset: 0,
    state: "ENABLED",
    scheduleType: "CUSTOMER_MANAGED",
    scheduledQueryArn,
    creationTime: NOON,
    lastUpdatedTime: NOON,
  });
});

test("L0211 a name that is taken is a conflict", async () => {
  await using server = await startTestServer(NOON);
  const { logs } = await prepare(server);
  await logs.createScheduledQuery(QUERY);

  const again = logs.createScheduledQuery(QUERY);

  await expect(again).rejects.toMatchObject({
    name: "ConflictException",
    $metadata: { httpStatusCode: 400 },
  });
});

test("runs when it is due, over its window, and keeps what came of it", async () => {
  await using server = await startTestServer(NOON);
  const { logs, log, history } = await prepare(server);
  await logs.createScheduledQuery(QUERY);
  await server.cloud.clock.advance("1m");
  await log('{"service":"a"}', '{"service":"a"}', '{"service":"b"}');
  await server.cloud.clock.advance("9m");

  const runs = await history("by-service");
  const results = await Promise.all(
    runs.map(async ({ queryId }) => (await logs.getQueryResults({ queryId: queryId! })).results!),
  );

  expect(
    runs.map(({ triggeredTimestamp, executionStatus }) => [triggeredTimestamp, executionStatus]),
  ).toEqual([
    [NOON + 10 * MINUTE, "Complete"],
    [NOON + 5 * MINUTE, "Complete"],
  ]);
  expect(results.map((rows) => rows.map((row) => row.map(({ value }) => value)))).toEqual([
    [],
    [
      ["a", "2"],
      ["b", "1"],
    ],
  ]);
  expect(await logs.getScheduledQuery({ identifier: "by-service" })).toMatchObject({
    lastTriggeredTime: NOON + 10 * MINUTE,
    lastExecutionStatus: "Complete",
  });
});

test("L0220 keeps its history and its results for 30 days", async () => {
  await using server = await startTestServer(NOON);
  const { logs, history } = await prepare(server);
  await logs.createScheduledQuery({ ...QUERY, scheduleExpression: "rate(1 day)" });

  await server.cloud.clock.advance("33d");

  const runs = await history("by-service");
  const { status } = await logs.getQueryResults({ queryId: runs.at(-1)!.queryId! });
  const times = runs.map(({ triggeredTimestamp }) => triggeredTimestamp!);
  expect(status).toBe("Complete");
  expect(times.length).toBeGreaterThanOrEqual(30);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(server.cloud.clock.now() - 30 * 86_400_000);
});

test("L0217 an update replaces all but the name, and starts or stops it", async () => {
  await using server = await startTestServer(NOON);
  const { logs, history } = await prepare(server);
  await logs.createScheduledQuery({ ...QUERY, description: "gone after the update" });
  const { name: _, ...definition } = QUERY;

  await logs.updateScheduledQuery({ ...definition, identifier: "by-service", state: "DISABLED" });
  await server.cloud.clock.advance("1h");

  expect(await history("by-service")).toEqual([]);
  const updated = await logs.getScheduledQuery({ identifier: "by-service" });
  expect(updated).toMatchObject({ name: "by-service", state: "DISABLED" });
  expect(updated.description).toBeUndefined();
  const { scheduledQueries: enabled } = await logs.listScheduledQueries({ state: "ENABLED" });
  expect(enabled).toEqual([]);
});

test("runs only between its start and its end", async () => {
  await using server = await startTestServer(NOON);
  const { logs, history } = await prepare(server);
  await logs.createScheduledQuery({
    ...QUERY,
    scheduleStartTime: NOON + 10 * MINUTE,
    scheduleEndTime: NOON + 20 * MINUTE,
  });

  await server.cloud.clock.advance("1h");

  const times = (await history("by-service")).map(({ triggeredTimestamp }) => triggeredTimestamp);
  expect(times).toEqual([20, 15, 10].map((minutes) => NOON + minutes * MINUTE));
});

test("L0218, L0223 puts its rows into a bucket as an array, and into a lookup table", async () => {
  await using server = await startTestServer(NOON);
  const { logs, log, history } = await prepare(server);
  const s3 = new S3({ ...server.client, forcePathStyle: true });
  await s3.createBucket({ Bucket: "results" });
  await logs.createScheduledQuery({
    ...QUERY,
    destinationConfiguration: {
      s3Configuration: { destinationIdentifier: "s3://results/daily/", roleArn: ROLE },
      lookupTableConfiguration: { tableName: "services", roleArn: ROLE },
    },
  });
  await server.cloud.clock.advance("1m");
  await log('{"service":"a"}', '{"service":"b"}', '{"service":"b"}');
  await server.cloud.clock.advance("4m");

  const [{ destinations } = {}] = await history("by-service");
  const [toBucket, toTable] = destinations!;
  const Key = toBucket!.processedIdentifier!.replace("s3://results/", "");
  const { Body } = await s3.getObject({ Bucket: "results", Key });
  const { tableBody } = await logs.getLookupTable({
    lookupTableArn: "arn:aws:logs:us-east-1:123456789012:lookup-table:services",
  });

  expect([toBucket!.status, toTable!.status]).toEqual(["COMPLETE", "COMPLETE"]);
  expect(JSON.parse(await Body!.transformToString())).toEqual([
    { service: "a", n: "1" },
    { service: "b", n: "2" },
  ]);
  expect(tableBody!.trim().split(/\r?\n/)).toEqual(["service,n", "a,1", "b,2"]);
});

test("says in the history why rows did not get to a bucket", async () => {
  await using server = await startTestServer(NOON);
  const { logs, history } = await prepare(server);
  await logs.createScheduledQuery({
    ...QUERY,
    destinationConfiguration: {
      s3Configuration: { destinationIdentifier: "s3://nowhere", roleArn: ROLE },
    },
  });
  await server.cloud.clock.advance("5m");

  expect(await history("by-service")).toMatchObject([
    {
      executionStatus: "Complete",
      destinations: [
        {
          destinationType: "S3",
          status: "CLIENT_ERROR",
          errorMessage: "The specified bucket does not exist",
        },
      ],
    },
  ]);
});

test("a query that cannot run is in the history as invalid or failed", async () => {
  await using server = await startTestServer(NOON);
  const { logs, history } = await prepare(server);
  await logs.createScheduledQuery({ ...QUERY, queryString: "stats count( by" });
  await logs.createScheduledQuery({ ...QUERY, name: "gone", logGroupIdentifiers: ["/not/there"] });

  await server.cloud.clock.advance("5m");

  expect(await history("by-service")).toMatchObject([
    { executionStatus: "InvalidQuery", errorMessage: expect.any(String) as string },
  ]);
  expect(await history("gone")).toMatchObject([
    { executionStatus: "Failed", errorMessage: expect.stringContaining("/not/there") as string },
  ]);
});

test.each([
  ["a language that is not here", { queryLanguage: "SQL" }],
  ["a schedule that is none", { scheduleExpression: "every day" }],
  ["a window without length", { endTimeOffset: 300 }],
] as const)("%s is refused", async (_what, change) => {
  await using server = await startTestServer(NOON);
  const { logs } = await prepare(server);

  const answer = logs.createScheduledQuery({ ...QUERY, ...change });

  await expect(answer).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("a scheduled query that was deleted runs no more and is not found", async () => {
  await using server = await startTestServer(NOON);
  const { logs } = await prepare(server);
  await logs.createScheduledQuery(QUERY);

  await logs.deleteScheduledQuery({ identifier: "by-service" });
  await server.cloud.clock.advance("10m");

  await expect(logs.getScheduledQuery({ identifier: "by-service" })).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
