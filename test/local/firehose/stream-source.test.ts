import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SqliteStorage } from "../../../local/kernel/storage/sqlite-storage.ts";
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

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stream-source-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = Date.UTC(2026, 0, 5, 12);

async function start(name: string, time = START) {
  const local = new TemplateCloud({
    clock: { speed: 0, start: time },
    storage: new SqliteStorage(join(folder, name)),
  });
  await local.cloud.start();
  return {
    local,
    async put(data: string) {
      const Data = Buffer.from(data);
      await local.call("kinesis", "PutRecord", { StreamName: "source", PartitionKey: "any", Data });
      await local.cloud.settled();
    },
    /** All that was filed until a minute from now. */
    async filed(): Promise<string[]> {
      await local.cloud.clock.advance("1m");
      await local.cloud.settled();
      const { Contents } = await local.call<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
        Bucket: "archive",
      });
      return Promise.all(
        Contents.map(async ({ Key }) => {
          const { Body } = await local.call<{ Body: Buffer }>("s3", "GetObject", { Bucket: "archive", Key });
          return Body.toString();
        }),
      );
    },
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}

/** What is on the disk when the process is killed now. */
function killed(name: string, image: string): string {
  cpSync(join(folder, name), join(folder, image), { recursive: true });
  return image;
}

test("what waits for its file when the process is killed is read again, and what was filed is not", async () => {
  // Prepare
  await using first = await start("waiting");
  await first.local.deploy(TEMPLATE);

  // Act
  await first.put("one\n");
  const waiting = killed("waiting", "waiting-killed");
  await first.filed();
  const filed = killed("waiting", "filed-killed");
  const large = `${"x".repeat(900_000)}\n`;
  await first.put(large);
  await first.put(large);
  const full = killed("waiting", "full-killed");

  // Assess
  await using second = await start(waiting);
  expect(await second.filed()).toEqual(["one\n"]);
  await using third = await start(filed);
  expect(await third.filed()).toEqual(["one\n"]);
  await using fourth = await start(full);
  expect(await fourth.filed()).toEqual(["one\n", large + large]);
});

test("a record that still waits is read again, though later ones are filed", async () => {
  // Prepare
  const processing = `
        {
          BucketARN: !GetAtt Bucket.Arn, Prefix: "!{partitionKeyFromQuery:team}/",
          ProcessingConfiguration: { Enabled: true, Processors: [
            { Type: RecordDeAggregation, Parameters: [{ ParameterName: SubRecordType, ParameterValue: JSON }] },
            { Type: MetadataExtraction, Parameters: [{ ParameterName: MetadataExtractionQuery, ParameterValue: "{team:.team}" }] },
          ] },`;
  await using first = await start("folders");
  await first.local.deploy(TEMPLATE.replace("{ BucketARN: !GetAtt Bucket.Arn,", processing));

  // Act
  await first.put('{"team":"red"}');
  await first.put(`{"team":"blue","text":"${"x".repeat(1_048_000)}"}`);
  await first.put(`{"team":"blue","text":"${"x".repeat(1_000)}"}`);
  await using second = await start(killed("folders", "folders-killed"));

  // Assess
  expect(await second.filed()).toContain('{"team":"red"}\n');
});

test.each([
  ["its retention is over", async () => {}],
  [
    "the stream was removed and made again",
    async (local: TemplateCloud) => {
      await local.call("kinesis", "DeleteStream", { StreamName: "source" });
      await local.call("kinesis", "CreateStream", { StreamName: "source", ShardCount: 2 });
    },
  ],
])(
  "nothing new is passed over after a restart when all that was read is gone, as %s",
  async (why, remove) => {
    // Prepare
    const first = await start(why);
    await first.local.deploy(TEMPLATE);
    for (const text of ["one\n", "two\n", "three\n"]) await first.put(text);
    await first.filed();
    await first.local.cloud.clock.advance("25h");
    await remove(first.local);
    const { Shards } = await first.local.call<{ Shards: { ShardId: string }[] }>("kinesis", "ListShards", {
      StreamName: "source",
    });
    const iterators = Shards.map(({ ShardId }) =>
      first.local.call<{ ShardIterator: string }>("kinesis", "GetShardIterator", {
        StreamName: "source",
        ShardId,
        ShardIteratorType: "TRIM_HORIZON",
      }),
    );
    for (const { ShardIterator } of await Promise.all(iterators)) {
      const { Records } = await first.local.call("kinesis", "GetRecords", { ShardIterator });
      expect(Records).toEqual([]);
    }
    await first[Symbol.asyncDispose]();

    // Act
    await using second = await start(why, START + 26 * 3_600_000);
    await second.put("four\n");

    // Assess
    expect(await second.filed()).toEqual(["one\ntwo\nthree\n", "four\n"]);
  },
);
