import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogAnomalyDetectorCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogAnomalyDetectorCommand,
  ListAnomaliesCommand,
  PutLogEventsCommand,
  UpdateAnomalyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const GROUP = { logGroupName: "/shop/api", logStreamName: "a" };

let cloud: LocalCloud;
let logs: CloudWatchLogsClient;
let metrics: CloudWatchClient;
let anomalyDetectorArn: string;
beforeAll(async () => {
  cloud = await LocalCloud.start({ clock: { speed: 0, start: START }, googlePort: false });
  const client = {
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  };
  logs = new CloudWatchLogsClient(client);
  metrics = new CloudWatchClient(client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP.logGroupName }));
  await logs.send(new CreateLogStreamCommand(GROUP));
  const answer = await logs.send(
    new CreateLogAnomalyDetectorCommand({
      detectorName: "shop",
      logGroupArnList: [`arn:aws:logs:us-east-1:123456789012:log-group:${GROUP.logGroupName}`],
      evaluationFrequency: "FIVE_MIN",
    }),
  );
  anomalyDetectorArn = answer.anomalyDetectorArn!;
});
afterAll(() => cloud?.stop());

const anomalies = async () =>
  (await logs.send(new ListAnomaliesCommand({ anomalyDetectorArn }))).anomalies ?? [];

/** Twenty orders in the coming five minutes, and so many errors, payments that time out; then the time passes. */
async function window(
  failures = 0,
  textOf = (index: number) => `ERROR payment ${index} timed out`,
): Promise<void> {
  const now = cloud.clock.now();
  const orders = Array.from({ length: 20 }, (_, index) => ({
    timestamp: now + index,
    message: `INFO order ${index} created`,
  }));
  const lines = Array.from({ length: failures }, (_, index) => ({
    timestamp: now + 50 + index,
    message: textOf(index),
  }));
  await logs.send(new PutLogEventsCommand({ ...GROUP, logEvents: [...orders, ...lines] }));
  await cloud.clock.advance(5 * MINUTE);
}

/** The patterns of the group as the page gets them, after taking one out or in. */
async function askPatterns(input?: { id: string; excluded?: boolean }) {
  const group = GROUP.logGroupName;
  const query = input === undefined ? `?group=${encodeURIComponent(group)}` : "";
  const answer = await fetch(`${cloud.endpoints.aws}/_cumulog/patterns${query}`, {
    ...(input && { method: "POST", body: JSON.stringify({ group, ...input }) }),
    headers: { "content-type": "application/json" },
  });
  return (await answer.json()) as {
    message?: string;
    patterns: { id: string; pattern: string; count: number; excluded: boolean }[];
  };
}

test("a detector learns, then finds a new error, counts it and shows it through AWS's API", async () => {
  for (let index = 0; index < 24 * 12 + 6; index++) await window();
  const learned = await logs.send(new GetLogAnomalyDetectorCommand({ anomalyDetectorArn }));
  expect(learned.anomalyDetectorStatus).toBe("ANALYZING");
  expect(await anomalies()).toEqual([]);

  await window(12);
  await window();

  const [anomaly, ...others] = await anomalies();
  expect(others).toEqual([]);
  expect(anomaly).toMatchObject({
    priority: "HIGH",
    state: "Active",
    patternString: "ERROR payment <*> timed out",
    description: expect.stringMatching(/^new: 12 × .* \(found by cumulog's engine, not by AWS's\)$/),
    patternTokens: [
      { isDynamic: false, tokenString: "ERROR payment " },
      { isDynamic: true, dynamicTokenPosition: 1, tokenString: "<*>" },
      { isDynamic: false, tokenString: " timed out" },
    ],
  });
  expect(anomaly!.anomalyId).toMatch(/^[0-9a-f-]{36}$/);
  const counted = await metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Logs",
      MetricName: "AnomalyCount",
      Dimensions: [
        { Name: "LogAnomalyDetector", Value: "shop" },
        { Name: "LogAnomalyPriority", Value: "HIGH" },
      ],
      StartTime: new Date(START),
      EndTime: new Date(cloud.clock.now() + MINUTE),
      Period: 86_400 * 2,
      Statistics: ["Sum"],
    }),
  );
  expect(counted.Datapoints?.map(({ Sum }) => Sum)).toEqual([1]);
}, 120_000);

test("an anomaly can be suppressed, and is found by its state", async () => {
  const [anomaly] = await anomalies();
  await logs.send(
    new UpdateAnomalyCommand({
      anomalyDetectorArn,
      patternId: anomaly!.patternId,
      suppressionType: "INFINITE",
    }),
  );

  const suppressed = await logs.send(new ListAnomaliesCommand({ suppressionState: "SUPPRESSED" }));
  const unsuppressed = await logs.send(new ListAnomaliesCommand({ suppressionState: "UNSUPPRESSED" }));

  expect(suppressed.anomalies).toMatchObject([
    { state: "Suppressed", suppressed: true, isPatternLevelSuppression: true },
  ]);
  expect(unsuppressed.anomalies).toEqual([]);
  await expect(logs.send(new UpdateAnomalyCommand({ anomalyDetectorArn }))).rejects.toThrow(
    /Either anomalyId or patternId/,
  );
});

test("a pattern that is taken out on the page is suppressed, and active again when it is taken in", async () => {
  const states = async () => (await anomalies()).map(({ state }) => state);
  const listed = await askPatterns();
  const failures = listed.patterns.find(({ pattern }) => pattern === "ERROR payment <*> timed out")!;
  expect(failures).toMatchObject({ count: 12, excluded: false });

  const included = await askPatterns({ id: failures.id, excluded: false });

  expect(included.patterns.filter(({ excluded }) => excluded)).toEqual([]);
  expect(await states()).toEqual(["Active"]);
  const excluded = await askPatterns({ id: failures.id, excluded: true });
  expect(excluded.patterns.filter((pattern) => pattern.excluded)).toMatchObject([{ id: failures.id }]);
  expect(await states()).toEqual(["Suppressed"]);
  expect((await askPatterns({ id: "none", excluded: true })).message).toBe(
    'There is no pattern with the id "none".',
  );
  expect((await askPatterns({ id: failures.id })).message).toBe("excluded must be true or false.");
}, 60_000);

test("a pattern that is taken out before it is news is not told", async () => {
  const diskFull = (index: number) => `ERROR disk ${index} is full`;
  const before = await anomalies();
  await window(1, diskFull);
  const { patterns } = await askPatterns();
  const { id } = patterns.find(({ pattern }) => pattern === "ERROR disk <*> is full")!;

  await askPatterns({ id, excluded: true });
  await window(12, diskFull);
  await window();

  expect(await anomalies()).toEqual(before);
  expect((await askPatterns()).patterns.find((pattern) => pattern.id === id)).toMatchObject({ count: 13 });
}, 60_000);
