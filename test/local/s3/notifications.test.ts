import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  type Event,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect, test } from "vitest";
import { startBusCloud } from "../events/bus-cloud.ts";

const Bucket = "uploads";

async function prepare() {
  const cloud = await startBusCloud();
  const s3 = new S3Client({ ...cloud.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  return {
    ...cloud,
    s3,
    notify: (NotificationConfiguration: object) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration })),
    put: (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "hello" })),
    bodies: async (queue: string) =>
      (await cloud.received(queue)).map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>),
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}

const Events: Event[] = ["s3:ObjectCreated:*"];

test("a queue is told of the objects whose keys its filter has", async () => {
  await using cloud = await prepare();
  const QueueArn = await cloud.queue("jobs");
  const FilterRules = [
    { Name: "prefix" as const, Value: "in/" },
    { Name: "suffix" as const, Value: ".log" },
  ];
  await cloud.notify({
    QueueConfigurations: [{ Id: "logs", QueueArn, Events, Filter: { Key: { FilterRules } } }],
  });
  const first = await cloud.bodies("jobs");

  await cloud.put("in/a b+c.log");
  await cloud.put("in/a.txt");
  await cloud.put("out/a.log");
  await cloud.s3.send(
    new CopyObjectCommand({ Bucket, Key: "in/copy.log", CopySource: `${Bucket}/out/a.log` }),
  );
  await cloud.s3.send(new DeleteObjectCommand({ Bucket, Key: "in/copy.log" }));
  const told = await cloud.bodies("jobs");

  expect(first).toMatchObject([{ Service: "Amazon S3", Event: "s3:TestEvent", Bucket }]);
  expect(told).toMatchObject([
    {
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: "us-east-1",
          eventTime: "2026-01-05T12:00:00.000Z",
          eventName: "ObjectCreated:Put",
          s3: {
            configurationId: "logs",
            bucket: { name: Bucket, arn: "arn:aws:s3:::uploads" },
            object: { key: "in/a+b%2Bc.log", size: 5, eTag: "5d41402abc4b2a76b9719d911017c592" },
          },
        },
      ],
    },
    { Records: [{ eventName: "ObjectCreated:Copy", s3: { object: { key: "in/copy.log" } } }] },
  ]);
});

test("topics and the event bus are told of what is removed", async () => {
  await using cloud = await prepare();
  const sns = new SNSClient(cloud.client);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: await cloud.queue("readers"),
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  const pattern = { source: ["aws.s3"], detail: { bucket: { name: [Bucket] } } };
  await cloud.rule(
    { Name: "objects", EventPattern: JSON.stringify(pattern) },
    { Arn: await cloud.queue("bus") },
  );
  await cloud.notify({
    TopicConfigurations: [{ TopicArn, Events: ["s3:ObjectRemoved:Delete"] }],
    EventBridgeConfiguration: {},
  });
  await cloud.bodies("readers");

  await cloud.put("a");
  await cloud.s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));

  expect(await cloud.bodies("readers")).toMatchObject([
    { Records: [{ eventName: "ObjectRemoved:Delete", s3: { object: { key: "a" } } }] },
  ]);
  expect(await cloud.bodies("bus")).toMatchObject([
    {
      "detail-type": "Object Created",
      resources: ["arn:aws:s3:::uploads"],
      detail: { object: { key: "a", size: 5 }, reason: "PutObject" },
    },
    { "detail-type": "Object Deleted", detail: { object: { key: "a" }, reason: "DeleteObject" } },
  ]);
});

test("a configuration is refused whose target cannot be told", async () => {
  await using cloud = await prepare();

  const gone = cloud.notify({
    QueueConfigurations: [{ QueueArn: "arn:aws:sqs:us-east-1:123456789012:gone", Events }],
  });

  await expect(gone).rejects.toMatchObject({
    name: "InvalidArgument",
    message: "Unable to validate the following destination configurations",
  });
});
