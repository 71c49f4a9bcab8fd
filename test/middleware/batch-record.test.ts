import { beforeEach, describe, expect, it } from "vitest";
import { configure } from "../../lib/config/configure.ts";
import { MemoryHandler } from "../../lib/handlers/memory.ts";
import { getLogger } from "../../lib/logger/logger.ts";
import { withLogging, withRecord } from "../../lib/middleware/index.ts";
import { lambdaContext } from "./lambda-context.ts";

const logger = getLogger("orders");
let memory: MemoryHandler;
beforeEach(async () => {
  memory = new MemoryHandler();
  await configure({ handlers: { memory }, loggers: { "": { level: "info" } } });
});

const RECORDS = [
  [
    "SQS",
    {
      messageId: "m-1",
      eventSource: "aws:sqs",
      attributes: {
        ApproximateReceiveCount: "3",
        MessageGroupId: "g",
        AWSTraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
      },
      messageAttributes: { correlationId: { stringValue: "c-1" } },
      body: "secret",
    },
    {
      correlationId: "c-1",
      recordId: "m-1",
      recordSource: "aws:sqs",
      recordPartition: "g",
      receiveCount: 3,
      xrayTraceId: "1-5759e988-bd862e3fe1be46a994272793",
    },
  ],
  [
    "SNS",
    { EventSource: "aws:sns", Sns: { MessageId: "n-1", Message: "secret" } },
    { correlationId: "n-1", recordId: "n-1", recordSource: "aws:sns" },
  ],
  [
    "Kinesis",
    { eventID: "shard-1:49", eventSource: "aws:kinesis", kinesis: { partitionKey: "p", data: "secret" } },
    {
      correlationId: "shard-1:49",
      recordId: "shard-1:49",
      recordSource: "aws:kinesis",
      recordPartition: "p",
    },
  ],
  [
    "DynamoDB",
    {
      eventID: "d-1",
      eventSource: "aws:dynamodb",
      eventName: "MODIFY",
      dynamodb: { Keys: { id: "secret" } },
    },
    { correlationId: "d-1", recordId: "d-1", recordSource: "aws:dynamodb", recordEvent: "MODIFY" },
  ],
  [
    "S3",
    {
      eventSource: "aws:s3",
      eventName: "ObjectCreated:Put",
      responseElements: { "x-amz-request-id": "s-1" },
      s3: { bucket: { name: "b" }, object: { key: "k" } },
    },
    {
      correlationId: "s-1",
      recordId: "s-1",
      recordSource: "aws:s3",
      recordEvent: "ObjectCreated:Put",
      recordKey: "b/k",
    },
  ],
  ["something else", { any: 1 }, {}],
  ["nothing", undefined, {}],
] as const;

describe("withRecord", () => {
  it.each(RECORDS)("names a record of %s and nothing of its content", (_, record, expected) => {
    const result = withRecord(record, () => {
      logger.info("handling");
      return 7;
    });

    expect(result).toBe(7);
    expect(memory.records[0]!.context).toEqual(expected);
    expect(memory.lines.join("")).not.toContain("secret");
  });

  it("keeps records that are handled at once apart, inside of their invocation", async () => {
    const handler = withLogging(
      async (event: { Records: { messageId: string }[] }) => {
        await Promise.all(
          event.Records.map((record) =>
            withRecord(
              record,
              async () => {
                await new Promise((resolve) => setImmediate(resolve));
                logger.info({ mine: record.messageId }, "handling");
              },
              { tenant: "t" },
            ),
          ),
        );
      },
      { logger, correlationId: "sqs", summary: false },
    );

    await handler(
      { Records: Array.from({ length: 50 }, (_, index) => ({ messageId: `m-${index}` })) },
      lambdaContext("r-1"),
    );

    expect(memory.entries).toHaveLength(50);
    for (const entry of memory.entries)
      expect(entry).toMatchObject({
        recordId: entry["mine"],
        correlationId: entry["mine"],
        requestId: "r-1",
        tenant: "t",
      });
  });
});
