import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { type Handler, type Records, startSourceCloud } from "./source-cloud.ts";

async function prepare(handler?: Handler, ShardCount = 1) {
  const cloud = await startSourceCloud(handler);
  const kinesis = new KinesisClient(cloud.client);
  await kinesis.send(new CreateStreamCommand({ StreamName: "clicks", ShardCount }));
  const texts = (records: Records) =>
    records.map((record) => Buffer.from((record["kinesis"] as { data: string }).data, "base64").toString());
  return {
    ...cloud,
    kinesis,
    arn: "arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
    texts: () => cloud.invocations.map(texts),
    async put(...datas: string[]) {
      await kinesis.send(
        new PutRecordsCommand({
          StreamName: "clicks",
          Records: datas.map((data) => ({ Data: Buffer.from(data), PartitionKey: data })),
        }),
      );
      await cloud.cloud.settled();
    },
    async [Symbol.asyncDispose]() {
      kinesis.destroy();
      await cloud[Symbol.asyncDispose]();
    },
  };
}

const textsOf = (records: Records) =>
  records.map((record) => Buffer.from((record["kinesis"] as { data: string }).data, "base64").toString());

test("records are read back from their shards in order", async () => {
  await using cloud = await prepare(undefined, 2);
  await cloud.put("a", "b", "c", "d");
  const { ShardId, SequenceNumber } = await cloud.kinesis.send(
    new PutRecordCommand({
      StreamName: "clicks",
      Data: Buffer.from("e"),
      PartitionKey: "e",
      ExplicitHashKey: "0",
    }),
  );
  const read = async (shard: string, options: object = { ShardIteratorType: "TRIM_HORIZON" }) => {
    const { ShardIterator } = await cloud.kinesis.send(
      new GetShardIteratorCommand({ StreamName: "clicks", ShardId: shard, ...options } as never),
    );
    const { Records, MillisBehindLatest } = await cloud.kinesis.send(
      new GetRecordsCommand({ ShardIterator }),
    );
    return { texts: Records!.map(({ Data }) => Buffer.from(Data!).toString()), behind: MillisBehindLatest };
  };

  const shards = [await read("shardId-000000000000"), await read("shardId-000000000001")];
  const last = await read(ShardId!, {
    ShardIteratorType: "AT_SEQUENCE_NUMBER",
    StartingSequenceNumber: SequenceNumber,
  });
  const none = await read(ShardId!, { ShardIteratorType: "LATEST" });

  expect(ShardId).toBe("shardId-000000000000");
  expect(shards.flatMap(({ texts }) => texts).sort()).toEqual(["a", "b", "c", "d", "e"]);
  for (const { texts, behind } of shards) expect([texts, behind]).toEqual([texts.toSorted(), 0]);
  expect([last.texts, none.texts]).toEqual([["e"], []]);
});

test("a function gets a stream's records in batches, from where it starts", async () => {
  await using cloud = await prepare();
  await cloud.put("early");
  await cloud.map(cloud.arn, { StartingPosition: "LATEST", BatchSize: 2 });
  await cloud.cloud.settled();

  await cloud.put("a", "b", "c");

  expect(cloud.texts()).toEqual([["a", "b"], ["c"]]);
  expect(cloud.invocations[0]![0]).toMatchObject({
    kinesis: { kinesisSchemaVersion: "1.0", partitionKey: "a", data: "YQ==" },
    eventSource: "aws:kinesis",
    eventName: "aws:kinesis:record",
    eventID: expect.stringMatching(/^shardId-000000000000:\d{56}$/),
    eventSourceARN: cloud.arn,
  });
});

test("a batch that fails holds up its shard until it is done", async () => {
  let broken = true;
  await using cloud = await prepare(() => {
    if (broken) throw new Error("broken");
  });
  await cloud.map(cloud.arn, { StartingPosition: "TRIM_HORIZON", BatchSize: 1 });

  await cloud.put("a", "b");
  await cloud.clock.advance("10s");
  const held = cloud.texts();
  broken = false;
  await cloud.clock.advance("1m");

  expect(held.length).toBeGreaterThan(2);
  expect(new Set(held.flat())).toEqual(new Set(["a"]));
  expect(cloud.texts().slice(-2)).toEqual([["a"], ["b"]]);
});

test("what stays broken is halved out, tried as often as allowed, and told to the failure destination", async () => {
  await using cloud = await prepare((records) => {
    if (textsOf(records).includes("poison")) throw new Error("broken");
  });
  const Destination = await cloud.queue("failures");
  await cloud.map(cloud.arn, {
    StartingPosition: "TRIM_HORIZON",
    BatchSize: 4,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination } },
  });

  await cloud.put("a", "b", "poison", "d");
  await cloud.clock.advance("5m");
  const { Messages } = await cloud.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: `${cloud.client.endpoint}/123456789012/failures` }),
  );

  expect(cloud.texts()).toEqual([
    ["a", "b", "poison", "d"],
    ["a", "b"],
    ["poison", "d"],
    ["poison"],
    ["poison"],
    ["d"],
  ]);
  expect(JSON.parse(Messages![0]!.Body!)).toMatchObject({
    requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
    KinesisBatchInfo: { shardId: "shardId-000000000000", batchSize: 1, streamArn: cloud.arn },
  });
});

test("reading goes on with the record that a function names", async () => {
  let broken = true;
  await using cloud = await prepare((records) => {
    const bad = records.find((record) => textsOf([record])[0] === "bad");
    if (!bad || !broken) return { batchItemFailures: [] };
    return {
      batchItemFailures: [{ itemIdentifier: (bad["kinesis"] as { sequenceNumber: string }).sequenceNumber }],
    };
  });
  await cloud.map(cloud.arn, {
    StartingPosition: "TRIM_HORIZON",
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ data: [{ "anything-but": "unwanted" }] }) }] },
  });

  await cloud.put("good", "unwanted", "bad", "fine");
  broken = false;
  await cloud.clock.advance("10s");

  expect(cloud.texts()).toEqual([
    ["good", "bad", "fine"],
    ["bad", "fine"],
  ]);
});
