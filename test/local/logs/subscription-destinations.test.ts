import { gunzipSync } from "node:zlib";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutDestinationCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
} from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { startTestServer } from "../query/test-server.ts";

const ROLE = "arn:aws:iam::123456789012:role/subscription";

async function prepare() {
  const server = await startTestServer();
  const logs = new CloudWatchLogsClient(server.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/shop" }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: "/shop", logStreamName: "one" }));
  return {
    ...server,
    logs,
    subscribe: (destinationArn: string, roleArn: string | undefined = ROLE) =>
      logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName: "/shop",
          filterName: "errors",
          filterPattern: "ERROR",
          destinationArn,
          roleArn,
        }),
      ),
    async log(...messages: string[]) {
      const timestamp = server.cloud.clock.now();
      const logEvents = messages.map((message) => ({ timestamp, message }));
      await logs.send(new PutLogEventsCommand({ logGroupName: "/shop", logStreamName: "one", logEvents }));
      await server.cloud.settled();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const unpacked = (data: Uint8Array) => JSON.parse(gunzipSync(data).toString()) as Record<string, unknown>;

test("a data stream gets a probe and then what matches, also behind a logical destination", async () => {
  await using cloud = await prepare();
  const kinesis = new KinesisClient(cloud.client);
  await kinesis.send(new CreateStreamCommand({ StreamName: "central", ShardCount: 1 }));
  const targetArn = "arn:aws:kinesis:us-east-1:123456789012:stream/central";
  const { destination } = await cloud.logs.send(
    new PutDestinationCommand({ destinationName: "central", targetArn, roleArn: ROLE }),
  );
  await cloud.subscribe(destination!.arn!);

  await cloud.log("ERROR a", "fine");
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName: "central",
      ShardId: "shardId-000000000000",
      ShardIteratorType: "TRIM_HORIZON",
    }),
  );
  const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  kinesis.destroy();

  expect(Records!.map(({ PartitionKey }) => PartitionKey).at(-1)).toBe("one");
  expect(Records!.map(({ Data }) => unpacked(Data!))).toMatchObject([
    { messageType: "CONTROL_MESSAGE" },
    {
      messageType: "DATA_MESSAGE",
      owner: "123456789012",
      logGroup: "/shop",
      logStream: "one",
      subscriptionFilters: ["errors"],
      logEvents: [{ message: "ERROR a" }],
    },
  ]);
});

test("a delivery stream writes what matches into its bucket as it came", async () => {
  await using cloud = await prepare();
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  const firehose = new FirehoseClient(cloud.client);
  await s3.send(new CreateBucketCommand({ Bucket: "archive" }));
  const { DeliveryStreamARN } = await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "archive",
      ExtendedS3DestinationConfiguration: {
        BucketARN: "arn:aws:s3:::archive",
        RoleARN: ROLE,
        Prefix: "logs/",
      },
    }),
  );
  await cloud.subscribe(DeliveryStreamARN!);

  await cloud.log("ERROR a");
  await cloud.cloud.clock.advance("5m");
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: "archive" }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "archive", Key: Contents![0]!.Key! }));
  const text = gunzipSync(await Body!.transformToByteArray()).toString();

  expect(Contents!.map(({ Key }) => Key)).toEqual([
    expect.stringMatching(/^logs\/2026\/01\/05\/12\/archive-1-/),
  ]);
  expect(text).toContain('"messageType":"CONTROL_MESSAGE"');
  expect(text).toContain('"message":"ERROR a"');
});

test("a destination that is not there, without a role or of another kind is refused", async () => {
  await using cloud = await prepare();
  const stream = "arn:aws:kinesis:us-east-1:123456789012:stream/gone";

  await expect(cloud.subscribe(stream)).rejects.toThrow(
    "Could not deliver test message to specified Kinesis stream. Check if the given Kinesis stream is in ACTIVE state.",
  );
  await expect(
    cloud.logs.send(
      new PutSubscriptionFilterCommand({
        logGroupName: "/shop",
        filterName: "errors",
        filterPattern: "",
        destinationArn: stream,
      }),
    ),
  ).rejects.toThrow("destinationArn for vendor kinesis cannot be used without roleArn");
  await expect(cloud.subscribe("arn:aws:sqs:us-east-1:123456789012:jobs")).rejects.toThrow(
    "destinations are Lambda functions, Kinesis streams, Firehose streams and logical destinations.",
  );
});
