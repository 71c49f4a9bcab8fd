import { expect, test } from "vitest";
import { TemplateCloud } from "../template/deployed.ts";

const TEMPLATE = `
Resources:
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: archive } }
  Source: { Type: AWS::Kinesis::Stream, Properties: { Name: source, ShardCount: 2 } }
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamName: delivery
      DeliveryStreamType: KinesisStreamAsSource
      KinesisStreamSourceConfiguration: { KinesisStreamARN: !GetAtt Source.Arn, RoleARN: "arn:aws:iam::123456789012:role/r" }
      ExtendedS3DestinationConfiguration:
        { BucketARN: !GetAtt Bucket.Arn, RoleARN: "arn:aws:iam::123456789012:role/r", BufferingHints: { IntervalInSeconds: 60, SizeInMBs: 1 } }
`;

test("a delivery stream files what is put into its data stream, from its creation on, and nothing else", async () => {
  await using local = new TemplateCloud();
  const put = (text: string) =>
    local.call("kinesis", "PutRecord", {
      StreamName: "source",
      PartitionKey: text,
      Data: Buffer.from(`${text}\n`),
    });
  await local.deploy(TEMPLATE);

  await put("one");
  await put("two");
  await local.cloud.clock.advance("1m");
  await local.cloud.settled();

  const { Contents } = await local.call<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
    Bucket: "archive",
  });
  expect(Contents).toHaveLength(1);
  const { Body } = await local.call<{ Body: Buffer }>("s3", "GetObject", {
    Bucket: "archive",
    Key: Contents[0]!.Key,
  });
  expect(Body.toString()).toBe("one\ntwo\n");
  expect(
    await local.call("firehose", "DescribeDeliveryStream", { DeliveryStreamName: "delivery" }),
  ).toMatchObject({
    DeliveryStreamDescription: {
      DeliveryStreamType: "KinesisStreamAsSource",
      Source: {
        KinesisStreamSourceDescription: { KinesisStreamARN: expect.stringMatching(/stream\/source$/) },
      },
    },
  });
  const direct = local.call("firehose", "PutRecord", {
    DeliveryStreamName: "delivery",
    Record: { Data: Buffer.from("x") },
  });
  await expect(direct).rejects.toThrow("not permitted on KinesisStreamAsSource");
});
