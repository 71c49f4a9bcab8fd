import {
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../../../local/kernel/service-error.ts";
import { undoneRecords } from "../../../local/services/lambda/event-sources/batch-outcome.ts";
import { startSourceCloud } from "./source-cloud.ts";

test("a function gets the messages of its queue in batches, and what it has done is deleted", async () => {
  await using cloud = await startSourceCloud();
  const arn = await cloud.queue("jobs");
  const mapping = await cloud.map(arn, { BatchSize: 2 });

  await cloud.send("jobs", "a", "b", {
    MessageBody: "c",
    MessageAttributes: { n: { DataType: "Number", StringValue: "7" } },
  });

  expect(mapping).toMatchObject({ State: "Creating", BatchSize: 2, EventSourceArn: arn });
  expect(cloud.bodies()).toEqual([["a", "b"], ["c"]]);
  expect(cloud.invocations[0]![0]).toHaveProperty("md5OfMessageAttributes", null);
  expect(cloud.invocations[1]![0]).toEqual({
    messageId: expect.any(String),
    receiptHandle: expect.any(String),
    body: "c",
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: String(Date.UTC(2026, 0, 5, 12)),
      SenderId: "123456789012",
      ApproximateFirstReceiveTimestamp: String(Date.UTC(2026, 0, 5, 12)),
    },
    messageAttributes: {
      n: { stringValue: "7", stringListValues: [], binaryListValues: [], dataType: "Number" },
    },
    md5OfBody: "4a8a08f09d37b73795649038408b5f33",
    md5OfMessageAttributes: expect.any(String),
    eventSource: "aws:sqs",
    eventSourceARN: arn,
    awsRegion: "us-east-1",
  });
  expect(await cloud.counts("jobs")).toEqual([0, 0]);
});

test("what a function fails on comes back after the visibility timeout, and ends as a dead letter", async () => {
  await using cloud = await startSourceCloud(() => {
    throw new Error("broken");
  });
  const deadLetterTargetArn = await cloud.queue("dead");
  const arn = await cloud.queue("jobs", {
    VisibilityTimeout: "60",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }),
  });
  await cloud.map(arn);

  await cloud.send("jobs", "poison");
  const first = [cloud.invocations.length, await cloud.counts("jobs")];
  await cloud.clock.advance("60s");
  const second = cloud.invocations.length;
  await cloud.clock.advance("60s");

  expect(first).toEqual([1, [0, 1]]);
  expect([second, cloud.invocations.length]).toEqual([2, 2]);
  expect(await cloud.counts("dead")).toEqual([1, 0]);
});

test("only those come back that a function names", async () => {
  await using cloud = await startSourceCloud((records) => ({
    batchItemFailures: records
      .filter(({ body }) => body === "bad")
      .map(({ messageId }) => ({ itemIdentifier: messageId })),
  }));
  const arn = await cloud.queue("jobs", { VisibilityTimeout: "30" });
  await cloud.map(arn, { FunctionResponseTypes: ["ReportBatchItemFailures"] });

  await cloud.send("jobs", "good", "bad", "fine");
  const counts = await cloud.counts("jobs");
  await cloud.clock.advance("30s");

  expect(counts).toEqual([0, 1]);
  expect(cloud.bodies()).toEqual([["good", "bad", "fine"], ["bad"]]);
});

test("a batch waits for its window or until it is full", async () => {
  await using cloud = await startSourceCloud();
  const arn = await cloud.queue("jobs");
  await cloud.map(arn, { BatchSize: 3, MaximumBatchingWindowInSeconds: 20 });

  await cloud.send("jobs", "a", "b");
  await cloud.clock.advance("19s");
  const early = cloud.bodies();
  await cloud.clock.advance("1s");
  await cloud.send("jobs", "c", "d", "e", "f");
  const full = cloud.bodies();
  await cloud.clock.advance("20s");

  expect(early).toEqual([]);
  expect(full).toEqual([
    ["a", "b"],
    ["c", "d", "e"],
  ]);
  expect(cloud.bodies().at(-1)).toEqual(["f"]);
});

test("messages that no filter wants are deleted without an invocation", async () => {
  await using cloud = await startSourceCloud();
  const arn = await cloud.queue("jobs");
  await cloud.map(arn, {
    FilterCriteria: {
      Filters: [
        { Pattern: JSON.stringify({ body: { total: [{ numeric: [">", 10] }] } }) },
        { Pattern: JSON.stringify({ body: [{ prefix: "urgent" }] }) },
      ],
    },
  });

  await cloud.send("jobs", '{"total":5}', '{"total":15}', "urgent: now", "later");

  expect(cloud.bodies()).toEqual([['{"total":15}', "urgent: now"]]);
  expect(await cloud.counts("jobs")).toEqual([0, 0]);
});

test("no more invocations run at once than the mapping allows", async () => {
  let [running, most] = [0, 0];
  await using cloud = await startSourceCloud(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  });
  const arn = await cloud.queue("jobs");
  await cloud.map(arn, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });

  await cloud.send("jobs", ...Array.from({ length: 9 }, (_, index) => String(index)));

  expect([most, cloud.invocations.length]).toEqual([2, 9]);
});

test("messages of one group come in order, one batch after the other, and a failed one holds up its group alone", async () => {
  const failing = new Set(["a2"]);
  await using cloud = await startSourceCloud((records) => {
    if (records.some(({ body }) => failing.has(body!))) throw new Error("broken");
  });
  const arn = await cloud.queue("jobs.fifo", {
    FifoQueue: "true",
    ContentBasedDeduplication: "true",
    VisibilityTimeout: "30",
  });
  await cloud.map(arn, { BatchSize: 1 });

  await cloud.send(
    "jobs.fifo",
    ...["a1", "a2", "a3", "b1", "b2"].map((MessageBody) => ({
      MessageBody,
      MessageGroupId: MessageBody[0]!,
    })),
  );
  const before = cloud.bodies().flat();
  failing.clear();
  await cloud.clock.advance("30s");

  expect(before.filter((body) => body!.startsWith("a"))).toEqual(["a1", "a2"]);
  expect(before.filter((body) => body!.startsWith("b"))).toEqual(["b1", "b2"]);
  expect(cloud.bodies().flat().slice(before.length)).toEqual(["a2", "a3"]);
});

test("messages wait while a function is at its limit", async () => {
  let busy = true;
  await using cloud = await startSourceCloud(() => {
    if (busy) throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", { statusCode: 429 });
  });
  const arn = await cloud.queue("jobs", { VisibilityTimeout: "30" });
  await cloud.map(arn);

  await cloud.send("jobs", "a");
  busy = false;
  const counts = await cloud.counts("jobs");
  await cloud.clock.advance("30s");

  expect(counts).toEqual([0, 1]);
  expect(await cloud.counts("jobs")).toEqual([0, 0]);
});

test("a mapping is shown, switched off and on, and deleted", async () => {
  await using cloud = await startSourceCloud();
  const arn = await cloud.queue("jobs");
  const { UUID } = await cloud.map(arn, { Enabled: false });

  await cloud.send("jobs", "a");
  const off = cloud.bodies();
  await cloud.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true, BatchSize: 5 }));
  await cloud.cloud.settled();
  const shown = await cloud.lambda.send(new GetEventSourceMappingCommand({ UUID }));
  const listed = await cloud.lambda.send(new ListEventSourceMappingsCommand({ FunctionName: "worker" }));
  await cloud.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  await cloud.send("jobs", "b");

  expect([off, cloud.bodies()]).toEqual([[], [["a"]]]);
  expect(shown).toMatchObject({ UUID, State: "Enabled", BatchSize: 5, EventSourceArn: arn });
  expect(listed.EventSourceMappings!.map((mapping) => mapping.UUID)).toEqual([UUID]);
  await expect(cloud.lambda.send(new GetEventSourceMappingCommand({ UUID }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The resource you requested does not exist.",
  });
});

describe("a mapping is refused", () => {
  test.each<[settings: object, message: string]>([
    [{ BatchSize: 11 }, "Maximum batch window in seconds must be greater than 0"],
    [{ FilterCriteria: { Filters: [{ Pattern: "{" }] } }, "Invalid filter pattern definition."],
    [{ EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:gone" }, "NonExistentQueue"],
    [
      { EventSourceArn: "arn:aws:sqs:us-east-1:123456789012:hasty" },
      "Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds",
    ],
    [{ FunctionName: "gone" }, "Function not found"],
  ])("%j", async (settings, message) => {
    await using cloud = await startSourceCloud();
    const arn = await cloud.queue("jobs");
    await cloud.queue("hasty", { VisibilityTimeout: "5" });

    await expect(cloud.map(arn, settings)).rejects.toThrow(message);
  });

  test("that is there already", async () => {
    await using cloud = await startSourceCloud();
    const arn = await cloud.queue("jobs");
    const { UUID } = await cloud.map(arn);

    await expect(cloud.map(arn)).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: expect.stringContaining(`Please update or delete the existing mapping with UUID ${UUID}`),
    });
  });
});

test("an answer leaves undone what it names, all if it names something else, and nothing if it names nothing", () => {
  const identifiers = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(identifiers, fc.func(fc.boolean()), (all, fails) => {
      const failed = all.filter((identifier) => fails(identifier));
      const answer = (names: readonly unknown[]) =>
        JSON.stringify({ batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })) });
      expect(undoneRecords(answer(failed), all)).toEqual(new Set(failed));
      for (const wrong of ["", null, 7, `${all.join("")}x`])
        expect(undoneRecords(answer([...failed, wrong]), all)).toBe("all");
    }),
  );
  for (const nothing of ["", "null", "{}", '{"batchItemFailures":null}', '{"batchItemFailures":[]}', "true"])
    expect(undoneRecords(nothing, ["a"])).toEqual(new Set());
});
