import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CborSyntaxError, decodeCbor } from "../../../local/protocols/cbor/decode.ts";
import { encodeCbor } from "../../../local/protocols/cbor/encode.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const NOON = Date.UTC(2026, 0, 5, 12);

async function post(server: TestServer, service: string, parameters: Record<string, string>) {
  const response = await fetch(server.client.endpoint, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260105/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
      "x-amz-date": "20260105T120000Z",
    },
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, text: await response.text() };
}

test("STS tells the caller and hands out credentials that expire in cloud time", async () => {
  await using server = await startTestServer(NOON);
  const client = new STSClient(server.client);

  const identity = await client.send(new GetCallerIdentityCommand({}));
  const RoleArn = "arn:aws:iam::123456789012:role/path/deploy";
  const assumed = await client.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", DurationSeconds: 900 }),
  );

  expect(identity).toMatchObject({ Account: "123456789012", Arn: "arn:aws:iam::123456789012:root" });
  expect(assumed.AssumedRoleUser?.Arn).toBe("arn:aws:sts::123456789012:assumed-role/deploy/me");
  expect(assumed.Credentials?.Expiration).toEqual(new Date(NOON + 900_000));
});

test("CloudWatch takes forms with numbered lists and answers with dates and numbers in XML", async () => {
  await using server = await startTestServer(NOON);

  const put = await post(server, "monitoring", {
    Action: "PutMetricData",
    Version: "2010-08-01",
    Namespace: "Shop",
    "MetricData.member.1.MetricName": "Errors",
    "MetricData.member.1.Value": "2.5",
    "MetricData.member.1.Dimensions.member.1.Name": "Host",
    "MetricData.member.1.Dimensions.member.1.Value": "7",
    "MetricData.member.2.MetricName": "Sizes",
    "MetricData.member.2.Values.member.1": "1",
    "MetricData.member.2.Values.member.2": "3",
  });
  const statistics = await post(server, "monitoring", {
    Action: "GetMetricStatistics",
    Namespace: "Shop",
    MetricName: "Sizes",
    Period: "60",
    StartTime: "2026-01-05T12:00:00Z",
    EndTime: "2026-01-05T12:05:00Z",
    "Statistics.member.1": "Sum",
    Dimensions: "",
  });
  const metrics = await post(server, "monitoring", { Action: "ListMetrics", MetricName: "Errors" });

  expect(put.status).toBe(200);
  expect(metrics.text).toContain(
    "<Dimensions><member><Name>Host</Name><Value>7</Value></member></Dimensions>",
  );
  expect(statistics.text).toContain("<Timestamp>2026-01-05T12:00:00.000Z</Timestamp><Sum>4</Sum>");
});

test("errors carry the protocol's code, and unknown operations are refused by name", async () => {
  await using server = await startTestServer(NOON);

  const invalid = await post(server, "monitoring", { Action: "PutMetricData", Namespace: "Shop" });
  const unknown = await post(server, "sns", { Action: "CreatePlatformApplication" });
  const none = await post(server, "sns", {});

  expect(invalid).toMatchObject({
    status: 400,
    text: expect.stringContaining("<Code>MissingParameter</Code>"),
  });
  expect(unknown.text).toContain("sns:CreatePlatformApplication");
  expect(none.text).toContain("<Code>MissingAction</Code>");
});

test("SQS takes its older forms, addressed by path", async () => {
  await using server = await startTestServer(NOON);
  await post(server, "sqs", {
    Action: "CreateQueue",
    QueueName: "old",
    "Attribute.1.Name": "VisibilityTimeout",
    "Attribute.1.Value": "5",
  });
  const at = { QueueUrl: `${server.client.endpoint}/123456789012/old` };

  await post(server, "sqs", { Action: "SendMessage", ...at, MessageBody: "a&b" });
  const received = await post(server, "sqs", { Action: "ReceiveMessage", ...at, "AttributeName.1": "All" });
  const attributes = await post(server, "sqs", {
    Action: "GetQueueAttributes",
    ...at,
    "AttributeName.1": "VisibilityTimeout",
  });

  expect(received.text).toContain("<Body>a&amp;b</Body>");
  expect(received.text).toContain(
    "<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>",
  );
  expect(attributes.text).toContain("<Attribute><Name>VisibilityTimeout</Name><Value>5</Value></Attribute>");
});

test("CloudWatch speaks RPC v2 with CBOR, as boto3 does", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient({ ...server.client, protocol: AwsSmithyRpcV2CborProtocol });
  await client.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: [{ MetricName: "Latency", Values: [0.5, 1.25], Timestamp: new Date(NOON) }],
    }),
  );

  const { Datapoints } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: "Shop",
      MetricName: "Latency",
      Period: 60,
      Statistics: ["Sum"],
      StartTime: new Date(NOON),
      EndTime: new Date(NOON + 60_000),
    }),
  );
  const bad = client.send(
    new PutMetricAlarmCommand({
      AlarmName: "bad",
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
    }),
  );

  await expect(bad).rejects.toMatchObject({ name: "MissingRequiredParameterException" });
  expect(Datapoints).toEqual([{ Timestamp: new Date(NOON), Sum: 1.75, Unit: "None" }]);
  expect((await client.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([]);
});

test("CBOR survives a round trip, and any bytes are read or refused", () => {
  const json = fc.jsonValue({ maxDepth: 4 }).map((value) => dropNulls(value));
  fc.assert(
    fc.property(json, (value) => {
      expect(decodeCbor(encodeCbor(value))).toEqual(value);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeCbor(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(CborSyntaxError);
      }
    }),
    { numRuns: 5_000 },
  );
});

/** Absent members are not written, so a null member does not come back. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, dropNulls(item)]])),
  );
}
