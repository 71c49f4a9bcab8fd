import { gzipSync } from "node:zlib";
import { CreateDeliveryStreamCommand, FirehoseClient, PutRecordCommand } from "@aws-sdk/client-firehose";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const LOGS = {
  messageType: "DATA_MESSAGE",
  logGroup: "/shop",
  logEvents: [
    { id: "1", timestamp: 1, message: "one" },
    { id: "2", timestamp: 2, message: "two" },
  ],
};

async function prepare(server: TestServer, Processors: object[]) {
  const firehose = new FirehoseClient(server.client);
  const s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await server.cloud.call("s3", "CreateBucket", { Bucket: "archive" });
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "logs",
      ExtendedS3DestinationConfiguration: {
        RoleARN: "arn:aws:iam::123456789012:role/firehose",
        BucketARN: "arn:aws:s3:::archive",
        Prefix: "ok/",
        ErrorOutputPrefix: "bad/!{firehose:error-output-type}/",
        ProcessingConfiguration: { Enabled: true, Processors: Processors as never },
      },
    }),
  );
  const put = (data: Uint8Array | string) =>
    firehose.send(
      new PutRecordCommand({ DeliveryStreamName: "logs", Record: { Data: Buffer.from(data as string) } }),
    );
  /** Every object by its folder, once the buffer's time is over. */
  const objects = async (): Promise<Record<string, string>> => {
    await server.cloud.settled();
    await server.cloud.clock.advance("10m");
    await server.cloud.settled();
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "archive" }));
    const found: Record<string, string> = {};
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "archive", Key }));
      found[
        Key!
          .split("/")
          .slice(0, Key!.startsWith("bad/") ? 2 : 1)
          .join("/")
      ] = await Body!.transformToString();
    }
    return found;
  };
  return { put, objects };
}

describe("what a delivery stream does with records", () => {
  test("unpacks what a subscription sends, and keeps its messages alone", async () => {
    await using server = await startTestServer();
    const { put, objects } = await prepare(server, [
      { Type: "Decompression" },
      {
        Type: "CloudWatchLogProcessing",
        Parameters: [{ ParameterName: "DataMessageExtraction", ParameterValue: "true" }],
      },
    ]);

    await put(gzipSync(JSON.stringify({ ...LOGS, messageType: "CONTROL_MESSAGE" })));
    await put(gzipSync(JSON.stringify(LOGS)));
    await put("not packed");

    const { ok, "bad/processing-failed": bad } = await objects();
    expect(ok).toBe("one\ntwo\n");
    expect(JSON.parse(bad!)).toMatchObject({ rawData: Buffer.from("not packed").toString("base64") });
  });

  test("lets a function change, drop and refuse them, and ends each with a delimiter", async () => {
    await using server = await startTestServer();
    await server.cloud.call("lambda", "CreateFunction", {
      FunctionName: "change",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/any",
      Code: {
        InlineSource: `exports.handler = async ({ records }) => ({ records: records.map(({ recordId, data }) => {
          const text = Buffer.from(data, "base64").toString();
          const result = text === "drop" ? "Dropped" : text === "refuse" ? "ProcessingFailed" : "Ok";
          return { recordId, result, data: Buffer.from(text.toUpperCase()).toString("base64") };
        }) });`,
      },
    });
    const { put, objects } = await prepare(server, [
      {
        Type: "Lambda",
        Parameters: [
          {
            ParameterName: "LambdaArn",
            ParameterValue: "arn:aws:lambda:us-east-1:123456789012:function:change:$LATEST",
          },
        ],
      },
      { Type: "AppendDelimiterToRecord" },
    ]);

    for (const text of ["keep", "drop", "refuse"]) await put(text);

    const { ok, "bad/processing-failed": bad } = await objects();
    expect(ok).toBe("KEEP\n");
    expect(JSON.parse(bad!)).toMatchObject({ rawData: Buffer.from("refuse").toString("base64") });
  });

  test("takes the processor that divides lines, which changes nothing without keys", async () => {
    await using server = await startTestServer();
    const { put, objects } = await prepare(server, [
      {
        Type: "RecordDeAggregation",
        Parameters: [{ ParameterName: "SubRecordType", ParameterValue: "JSON" }],
      },
    ]);

    await put('{"a":1}\n{"a":2}\n');

    expect((await objects())["ok"]).toBe('{"a":1}\n{"a":2}\n');
  });
});
