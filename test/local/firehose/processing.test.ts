import { gzipSync } from "node:zlib";
import { CreateDeliveryStreamCommand, FirehoseClient, PutRecordCommand } from "@aws-sdk/client-firehose";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonDocuments } from "../../../local/services/firehose/sub-records.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const LOGS = {
  messageType: "DATA_MESSAGE",
  logGroup: "/shop",
  logEvents: [
    { id: "1", timestamp: 1, message: "one" },
    { id: "2", timestamp: 2, message: "two" },
  ],
};

async function prepare(
  server: TestServer,
  Processors: object[],
  Prefix = "ok/",
  DataFormatConversionConfiguration?: object,
) {
  const firehose = new FirehoseClient(server.client);
  const s3 = new S3Client({ ...server.client, forcePathStyle: true });
  await server.cloud.call("s3", "CreateBucket", { Bucket: "archive" });
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: "logs",
      ExtendedS3DestinationConfiguration: {
        RoleARN: "arn:aws:iam::123456789012:role/firehose",
        BucketARN: "arn:aws:s3:::archive",
        Prefix,
        DataFormatConversionConfiguration,
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

  test.each([
    [
      "JSON documents without anything between",
      "JSON",
      undefined,
      '{"a":"}{\\""}{"a":[2,{}]}\n{"b":3}',
      '{"a":"}{\\""}\n{"a":[2,{}]}\n{"b":3}\n',
    ],
    ["parts between delimiters", "DELIMITED", "||", "one||two||||three", "one\ntwo\nthree\n"],
  ])("divides a record into %s", async (_what, SubRecordType, delimiter, data, lines) => {
    await using server = await startTestServer();
    const { put, objects } = await prepare(server, [
      {
        Type: "RecordDeAggregation",
        Parameters: [
          { ParameterName: "SubRecordType", ParameterValue: SubRecordType },
          ...(delimiter === undefined
            ? []
            : [{ ParameterName: "Delimiter", ParameterValue: Buffer.from(delimiter).toString("base64") }]),
        ],
      },
    ]);

    await put(data);

    expect(await objects()).toEqual({ ok: lines });
  });

  test("takes the records within a record to the folders of their keys, and what is none to the errors", async () => {
    await using server = await startTestServer();
    const { put, objects } = await prepare(
      server,
      [
        {
          Type: "RecordDeAggregation",
          Parameters: [{ ParameterName: "SubRecordType", ParameterValue: "JSON" }],
        },
        {
          Type: "MetadataExtraction",
          Parameters: [
            { ParameterName: "MetadataExtractionQuery", ParameterValue: "{team:.team}" },
            { ParameterName: "JsonParsingEngine", ParameterValue: "JQ-1.6" },
          ],
        },
      ],
      "!{partitionKeyFromQuery:team}/",
    );

    await put('{"team":"red","n":1}{"team":"blue","n":2}');
    await put('{"team":"red","n":3}');
    await put('{"team":"red","n":');

    const { red, blue, "bad/processing-failed": bad, ...others } = await objects();
    expect({ red, blue, others }).toEqual({
      red: '{"team":"red","n":1}\n{"team":"red","n":3}\n',
      blue: '{"team":"blue","n":2}\n',
      others: {},
    });
    expect(JSON.parse(bad!)).toMatchObject({ rawData: Buffer.from('{"team":"red","n":').toString("base64") });
  });

  test("keeps a JSON document of several lines whole, with the delimiter that it is told", async () => {
    await using server = await startTestServer();
    const { put, objects } = await prepare(
      server,
      [
        {
          Type: "RecordDeAggregation",
          Parameters: [{ ParameterName: "SubRecordType", ParameterValue: "JSON" }],
        },
        {
          Type: "MetadataExtraction",
          Parameters: [{ ParameterName: "MetadataExtractionQuery", ParameterValue: "{team:.team}" }],
        },
        { Type: "AppendDelimiterToRecord" },
      ],
      "!{partitionKeyFromQuery:team}/",
    );
    const text = (team: string) => JSON.stringify({ team, lines: ["one", "two"] }, null, 2);

    await put(text("red") + text("blue"));

    expect(await objects()).toEqual({ red: `${text("red")}\n`, blue: `${text("blue")}\n` });
  });

  test("makes a JSON document of several lines a row of a table", async () => {
    // Prepare
    await using server = await startTestServer();
    const { cloud } = server;
    const Columns = [{ Name: "team", Type: "string" }];
    const Location = "s3://archive/ok/";
    const TableInput = { Name: "teams", StorageDescriptor: { Columns, Location } };
    await cloud.call("glue", "CreateDatabase", { DatabaseInput: { Name: "shop" } });
    await cloud.call("glue", "CreateTable", { DatabaseName: "shop", TableInput });
    const { put, objects } = await prepare(
      server,
      [
        {
          Type: "RecordDeAggregation",
          Parameters: [{ ParameterName: "SubRecordType", ParameterValue: "JSON" }],
        },
      ],
      "ok/",
      {
        SchemaConfiguration: { DatabaseName: "shop", TableName: "teams" },
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
      },
    );

    // Act
    await put(["red", "blue"].map((team) => JSON.stringify({ team, n: [1] }, null, 2)).join(""));
    const { ok } = await objects();

    // Assess
    expect(ok).toMatch(/^PAR1/);
    const { QueryExecutionId } = await cloud.call<{ QueryExecutionId: string }>(
      "athena",
      "StartQueryExecution",
      {
        QueryString: "SELECT team FROM teams ORDER BY team",
        QueryExecutionContext: { Database: "shop" },
      },
    );
    await cloud.settled();
    const { ResultSet } = await cloud.call<{ ResultSet: { Rows: object[] } }>("athena", "GetQueryResults", {
      QueryExecutionId,
    });
    expect(ResultSet.Rows.slice(1)).toEqual([
      { Data: [{ VarCharValue: "blue" }] },
      { Data: [{ VarCharValue: "red" }] },
    ]);
  });

  test.each([
    ["a processor that there is not", { Type: "Sort" }, "ValidationException"],
    [
      "records without a delimiter",
      {
        Type: "RecordDeAggregation",
        Parameters: [{ ParameterName: "SubRecordType", ParameterValue: "DELIMITED" }],
      },
      "InvalidArgumentException",
    ],
  ])("refuses %s", async (_what, processor, name) => {
    await using server = await startTestServer();

    await expect(prepare(server, [processor])).rejects.toMatchObject({ name });
  });
});

test("any bytes are divided, or refused as a whole", () => {
  const document = fc
    .oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()))
    .map((value) => JSON.stringify(value));
  const between = fc.constantFrom("", "\n", " ", "\r\n");
  fc.assert(
    fc.property(fc.array(fc.tuple(document, between), { minLength: 1, maxLength: 8 }), (parts) => {
      const found = jsonDocuments(Buffer.from(parts.flat().join("")));
      expect(found?.map(String)).toEqual(parts.map(([text]) => text));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const found = jsonDocuments(Buffer.from(bytes)) ?? [];
      expect(Buffer.concat(found).length).toBeLessThanOrEqual(bytes.length);
    }),
  );
});
