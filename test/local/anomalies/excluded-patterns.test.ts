import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  CreateLogAnomalyDetectorCommand,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  ListAnomaliesCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5);
const GROUP = { logGroupName: "/shop/api", logStreamName: "a" };
let data: string;
let cloud: LocalCloud;
let logs: CloudWatchLogsClient;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "excluded-patterns-"));
  await start(START);
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP.logGroupName }));
  await logs.send(new CreateLogStreamCommand(GROUP));
});
afterEach(async () => {
  await cloud.stop();
  rmSync(data, { recursive: true, force: true });
});

async function start(at: number): Promise<void> {
  cloud = await LocalCloud.start({ data, clock: { speed: 0, start: at }, googlePort: false });
  logs = new CloudWatchLogsClient({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
}

async function restart(): Promise<void> {
  const now = cloud.clock.now();
  await cloud.stop();
  await start(now);
}

async function put(...messages: string[]): Promise<void> {
  const logEvents = messages.map((message) => ({ timestamp: cloud.clock.now(), message }));
  await logs.send(new PutLogEventsCommand({ ...GROUP, logEvents }));
}

interface ShownPattern {
  readonly id: string;
  readonly pattern: string;
  readonly excluded: boolean;
}

/** The patterns of the group as the page gets them, after taking one out or in. */
async function shown(input?: { id: string; excluded: boolean }): Promise<ShownPattern[]> {
  const group = GROUP.logGroupName;
  const query = input === undefined ? `?group=${encodeURIComponent(group)}` : "";
  const answer = await fetch(`${cloud.endpoints.aws}/_cumulog/patterns${query}`, {
    ...(input && { method: "POST", body: JSON.stringify({ group, ...input }) }),
    headers: { "content-type": "application/json" },
  });
  return ((await answer.json()) as { patterns: ShownPattern[] }).patterns;
}

const excluded = async (): Promise<string[]> =>
  (await shown()).filter((pattern) => pattern.excluded).map(({ id }) => id);

test("what is excluded on the page stays so over a restart, until it is taken in again", async () => {
  await put("payment 17 timed out");
  const [{ id } = { id: "" }] = await shown();
  await shown({ id, excluded: true });

  await restart();

  expect(await excluded()).toEqual([id]);
  await shown({ id, excluded: false });
  await restart();
  expect(await excluded()).toEqual([]);
});

test("a group that is made anew has nothing excluded", async () => {
  await put("payment 17 timed out");
  const [{ id } = { id: "" }] = await shown();
  await shown({ id, excluded: true });

  await logs.send(new DeleteLogGroupCommand({ logGroupName: GROUP.logGroupName }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP.logGroupName }));
  await logs.send(new CreateLogStreamCommand(GROUP));
  await put("payment 18 timed out");

  expect(await excluded()).toEqual([]);
});

test("a detector judges what was excluded no more after a restart, though it learns again", async () => {
  const { anomalyDetectorArn } = await logs.send(
    new CreateLogAnomalyDetectorCommand({
      detectorName: "shop",
      logGroupArnList: [`arn:aws:logs:us-east-1:123456789012:log-group:${GROUP.logGroupName}`],
      evaluationFrequency: "FIVE_MIN",
    }),
  );
  await put("ERROR disk 1 is full", "order 1 created");
  const { id } = (await shown()).find(({ pattern }) => pattern.includes("disk"))!;
  await shown({ id, excluded: true });
  await restart();

  const window = async (...messages: string[]) => {
    await put(...Array.from({ length: 20 }, (_, index) => `order ${index} created`), ...messages);
    await cloud.clock.advance(5 * MINUTE);
  };
  for (let index = 0; index < 24 * 12 + 6; index++) await window();
  await window(...Array.from({ length: 12 }, (_, index) => `ERROR disk ${index} is full`));
  await window(...Array.from({ length: 12 }, (_, index) => `ERROR fan ${index} has stopped`));
  await window();

  const { anomalies } = await logs.send(new ListAnomaliesCommand({ anomalyDetectorArn }));
  expect(anomalies?.map(({ patternString }) => patternString)).toEqual(["ERROR fan <*> has stopped"]);
}, 120_000);
