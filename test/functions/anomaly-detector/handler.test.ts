import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readIncoming } from "../../../functions/alert-notifier/incoming.ts";
import { createDestination } from "../../../functions/log-processor/destinations/create-destination.ts";
import { LocalCloud } from "../../../local/index.ts";

const START = Date.UTC(2026, 0, 5);
const MINUTE = 60_000;
const HOURS = 26;
const END = START + (HOURS * 60 + 40) * MINUTE;
const CREDENTIALS = { accessKeyId: "a", secretAccessKey: "b" };
const SOURCE = { owner: "111122223333", logGroup: "/shop/api", logStream: "a" };
const BUCKET = "counts";
const FUNCTION = new URL("../../../functions/anomaly-detector/index.ts", import.meta.url).href;

let cloud: LocalCloud;
let s3: S3Client;
beforeAll(async () => {
  cloud = await LocalCloud.start({ clock: { speed: 0, start: END }, googlePort: false });
  vi.stubEnv("AWS_ENDPOINT_URL", cloud.endpoints.aws);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "a");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "b");
  s3 = new S3Client({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: CREDENTIALS,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud?.stop();
});

/** Counts of 26 calm hours and of ten minutes in which payments time out, written by the log processor's destination. */
async function writeCounts(prefix: string): Promise<void> {
  const destination = await createDestination({ type: "anomalies", name: "a", bucket: BUCKET, prefix });
  const forwards: Promise<unknown>[] = [];
  for (let window = 0; window < HOURS * 12 + 4; window++) {
    const failing = window >= HOURS * 12 && window < HOURS * 12 + 2;
    const events = Array.from({ length: failing ? 36 : 24 }, (_, index) => ({
      id: `${window}-${index}`,
      timestamp: START + window * 5 * MINUTE + index * 1_000,
      rawMessage: JSON.stringify(
        JSON.stringify(
          index < 24
            ? { level: "info", message: `order ${index} created` }
            : { level: "error", message: `payment ${index} timed out` },
        ),
      ),
    }));
    forwards.push(destination.forward(events, SOURCE, Date.now() + 60_000, () => {}));
    if (forwards.length % 20 === 0) await Promise.all(forwards);
  }
  expect((await Promise.all(forwards)).flat()).toEqual([]);
}

/** A process that runs the function once an hour of event time, and prints each hour that it has done. */
function detector(prefix: string, topicArns: readonly string[], from: number): ChildProcess {
  const program = `
    const { handler } = await import(${JSON.stringify(FUNCTION)});
    for (let now = ${from}; now <= ${END}; now += 3_600_000) {
      await handler({ time: new Date(now).toISOString() });
      process.stderr.write("done " + now + "\\n");
    }
    await handler({ time: new Date(${END}).toISOString() });
    process.stderr.write("finished\\n");`;
  return spawn(process.execPath, ["--conditions=cumulog-source", "--input-type=module", "-e", program], {
    env: {
      ...process.env,
      ANOMALY_DETECTOR_CONFIGURATION: JSON.stringify({
        bucket: BUCKET,
        prefix,
        groups: [{ logGroup: SOURCE.logGroup }],
        topicArns,
      }),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

async function told(prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${prefix}told/` }),
  );
  return Contents.map(({ Key }) => Key!.slice(prefix.length)).sort();
}

test("killed again and again, it comes to the verdicts of a clean run, and alerts through the topic", async () => {
  const client = { endpoint: cloud.endpoints.aws, region: "us-east-1", credentials: CREDENTIALS };
  const [sns, sqs] = [new SNSClient(client), new SQSClient(client)];
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "alerts" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "seen" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes!["QueueArn"] }));
  await Promise.all([writeCounts("clean/"), writeCounts("killed/")]);

  const clean = detector("clean/", [TopicArn!], START + 3_600_000);
  await once(clean, "close");
  let from = START + 3_600_000;
  let kills = 0;
  for (let finished = false; !finished; ) {
    const child = detector("killed/", [], from);
    let hours = 0;
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      for (const [, at] of text.matchAll(/done (\d+)/g)) {
        from = Number(at);
        // At another moment of the following run each time.
        if (++hours >= 5 && kills < 6) setTimeout(() => child.kill("SIGKILL"), kills * 7);
      }
      if (text.includes("finished")) finished = true;
    });
    await once(child, "close");
    if (child.signalCode === "SIGKILL") kills++;
    else expect(child.exitCode).toBe(0);
  }

  expect(kills).toBeGreaterThan(2);
  expect(await told("clean/")).toHaveLength(1);
  expect(await told("killed/")).toEqual(await told("clean/"));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages).toHaveLength(1);
  const [incoming] = readIncoming({ Records: Messages.map(({ Body }) => ({ body: Body })) });
  expect(incoming!.alert).toMatchObject({
    kind: "rule",
    name: "unusual new in /shop/api",
    reason: expect.stringMatching(/^new: 12 × "payment <\*> timed out" in 5 minutes, never seen before/),
  });
}, 120_000);
