import {
  CreateDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
  PutRecordBatchCommand,
} from "@aws-sdk/client-firehose";
import { expect, test } from "vitest";
import type { InboxMessage } from "../../../local/kernel/cloud-events.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";
import { TemplateCloud } from "../template/deployed.ts";

const S3Configuration = { RoleARN: "arn:aws:iam::123456789012:role/f", BucketARN: "arn:aws:s3:::backup" };

async function prepare(server: TestServer, destination: object) {
  const { cloud } = server;
  const inbox: InboxMessage[] = [];
  cloud.events.on("notification", (message) => inbox.push(message));
  await cloud.call("s3", "CreateBucket", { Bucket: "backup" });
  const firehose = new FirehoseClient(server.client);
  await firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName: "logs", ...destination }));
  const put = async (...texts: string[]) => {
    const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
    await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: "logs", Records }));
    await cloud.settled();
    await cloud.clock.advance("1m");
    await cloud.settled();
  };
  const files = async () =>
    (await cloud.call<{ Contents: object[] }>("s3", "ListObjectsV2", { Bucket: "backup" })).Contents;
  return { firehose, inbox, put, files };
}

test("what an HTTP endpoint would be sent is shown in the inbox, and its key nowhere", async () => {
  await using server = await startTestServer();
  const { firehose, inbox, put, files } = await prepare(server, {
    HttpEndpointDestinationConfiguration: {
      EndpointConfiguration: {
        Url: "https://intake.example.com/v1/input",
        Name: "Vendor",
        AccessKey: "secret",
      },
      BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
      S3BackupMode: "FailedDataOnly",
      S3Configuration,
    },
  });

  await put("one", "two");

  expect(inbox).toMatchObject([
    {
      protocol: "webhook",
      to: "https://intake.example.com/v1/input",
      subject: "2 records of the delivery stream logs",
      from: "arn:aws:firehose:us-east-1:123456789012:deliverystream/logs",
    },
  ]);
  const { records } = JSON.parse(inbox[0]!.body) as { records: { data: string }[] };
  expect(records.map(({ data }) => Buffer.from(data, "base64").toString())).toEqual(["one", "two"]);
  expect(await files()).toEqual([]);
  const described = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: "logs" }));
  expect(described.DeliveryStreamDescription?.Destinations).toMatchObject([
    {
      HttpEndpointDestinationDescription: {
        EndpointConfiguration: { Url: "https://intake.example.com/v1/input", Name: "Vendor" },
      },
    },
  ]);
  expect(JSON.stringify([described, inbox])).not.toContain("secret");
});

test("Splunk gets the records as they are; with a backup of all, so does the bucket", async () => {
  await using server = await startTestServer();
  const { inbox, put, files } = await prepare(server, {
    SplunkDestinationConfiguration: {
      HECEndpoint: "https://splunk.example.com:8088",
      HECEndpointType: "Raw",
      HECToken: "token",
      BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 },
      S3BackupMode: "AllEvents",
      S3Configuration: { ...S3Configuration, BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 } },
    },
  });

  await put("one\n", "two\n");

  expect(inbox).toMatchObject([{ to: "https://splunk.example.com:8088", body: "one\ntwo\n" }]);
  expect(await files()).toHaveLength(1);
});

test("a template's stream to a destination that is not here fills its bucket, and says so", async () => {
  await using local = new TemplateCloud();

  const stack = await local.deploy(`
Resources:
  Backup: { Type: AWS::S3::Bucket, Properties: { BucketName: backup } }
  Stream:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      AmazonopensearchserviceDestinationConfiguration:
        DomainARN: arn:aws:es:us-east-1:123456789012:domain/logs
        IndexName: logs
        RoleARN: arn:aws:iam::123456789012:role/f
        S3Configuration: { BucketARN: !GetAtt Backup.Arn, RoleARN: "arn:aws:iam::123456789012:role/f" }
`);
  const [, { id }] = stack.resources as never as [unknown, { id: string }];
  await local.call("firehose", "PutRecord", { DeliveryStreamName: id, Record: { Data: Buffer.from("one") } });
  await local.cloud.clock.advance("10m");
  await local.cloud.settled();

  expect(stack.resources[1]).toMatchObject({
    logicalId: "Stream",
    placeholder: "Its destination is not here: the records go to its bucket.",
  });
  const { Contents } = await local.call("s3", "ListObjectsV2", { Bucket: "backup" });
  expect(Contents).toHaveLength(1);
});
