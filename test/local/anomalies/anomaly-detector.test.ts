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

/** Twenty orders in the coming five minutes, and so many payments that time out; then the time passes. */
async function window(failures = 0): Promise<void> {
  const now = cloud.clock.now();
  const orders = Array.from({ length: 20 }, (_, index) => ({
    timestamp: now + index,
    message: `INFO order ${index} created`,
  }));
  const failed = Array.from({ length: failures }, (_, index) => ({
    timestamp: now + 50 + index,
    message: `ERROR payment ${index} timed out`,
  }));
  await logs.send(new PutLogEventsCommand({ ...GROUP, logEvents: [...orders, ...failed] }));
  await cloud.clock.advance(5 * MINUTE);
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
