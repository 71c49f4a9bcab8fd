import {
  CloudWatchClient,
  GetMetricWidgetImageCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWidget } from "../../../local/services/cloudwatch/widget/read-widget.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const NOW = Date.UTC(2026, 2, 2, 9);

async function prepare(server: TestServer): Promise<CloudWatchClient> {
  const client = new CloudWatchClient(server.client);
  const now = server.cloud.clock.now();
  await client.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: [1, 2, 9, 4].map((Value, index) => ({
        MetricName: "Errors",
        Dimensions: [{ Name: "Route", Value: "/pay" }],
        Timestamp: new Date(now - (10 - index) * 60_000),
        Value,
      })),
    }),
  );
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName: "errors",
      Namespace: "Shop",
      MetricName: "Errors",
      Dimensions: [{ Name: "Route", Value: "/pay" }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: "GreaterThanThreshold",
    }),
  );
  return client;
}

/** Width and height in the header of a PNG. */
function sizeOf(png: Uint8Array): [number, number] {
  const bytes = Buffer.from(png);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe("GetMetricWidgetImage", () => {
  test.each([
    ["metrics", { metrics: [["Shop", "Errors", "Route", "/pay", { stat: "Sum" }]], title: "Errors" }],
    [
      "an expression and an annotation",
      {
        metrics: [
          ["Shop", "Errors", "Route", "/pay", { id: "m1", stat: "Sum", visible: false }],
          [{ expression: "m1 * 2", label: "twice" }],
        ],
        annotations: { horizontal: [{ value: 5, label: "limit" }] },
        view: "bar",
        timezone: "+0130",
      },
    ],
    ["an alarm", { annotations: { alarms: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"] } }],
  ])("draws %s", async (_, widget) => {
    await using server = await startTestServer();
    const client = await prepare(server);

    const { MetricWidgetImage } = await client.send(
      new GetMetricWidgetImageCommand({
        MetricWidget: JSON.stringify({ ...widget, width: 500, height: 200, start: "-PT30M" }),
      }),
    );

    // Two pixels for each that was asked for.
    expect(sizeOf(MetricWidgetImage!)).toEqual([1_000, 400]);
    expect(MetricWidgetImage!.length).toBeGreaterThan(4_000);
  });

  test.each([
    ["no JSON", "{", /must be JSON/],
    ["nothing to draw", "{}", /must have metrics, or an alarm/],
    ["half a dimension", '{"metrics":[["Shop","Errors","Route"]]}', /metrics\[0\]: expected a namespace/],
    ["a time that is none", '{"metrics":[["A","B"]],"start":"yesterday"}', /start must be a time/],
    ["an alarm that is not there", '{"annotations":{"alarms":["none"]}}', /there is no metric alarm none/],
    [
      "a picture as large as a house",
      '{"metrics":[["A","B"]],"width":20000}',
      /width must be a whole number/,
    ],
  ])("refuses %s", async (_, MetricWidget, message) => {
    await using server = await startTestServer();
    const client = new CloudWatchClient(server.client);

    await expect(client.send(new GetMetricWidgetImageCommand({ MetricWidget }))).rejects.toThrow(message);
  });
});

describe("the JSON of a widget", () => {
  test("repeats what is above by dots", () => {
    const { queries } = readWidget(
      JSON.stringify({
        metrics: [
          ["AWS/Lambda", "Errors", "FunctionName", "a"],
          [".", "Throttles", ".", "."],
          ["...", "b"],
        ],
      }),
      NOW,
    );

    expect(queries.map(({ MetricStat }) => MetricStat!.Metric)).toEqual([
      { Namespace: "AWS/Lambda", MetricName: "Errors", Dimensions: [{ Name: "FunctionName", Value: "a" }] },
      {
        Namespace: "AWS/Lambda",
        MetricName: "Throttles",
        Dimensions: [{ Name: "FunctionName", Value: "a" }],
      },
      {
        Namespace: "AWS/Lambda",
        MetricName: "Throttles",
        Dimensions: [{ Name: "FunctionName", Value: "b" }],
      },
    ]);
  });

  test("is read or refused in a sentence, whatever it is", () => {
    fc.assert(
      fc.property(fc.json(), fc.array(fc.jsonValue(), { maxLength: 4 }), (text, metrics) => {
        for (const widget of [text, JSON.stringify({ metrics }), JSON.stringify({ metrics: [metrics] })])
          try {
            readWidget(widget, NOW);
          } catch (error) {
            expect((error as Error).message).toMatch(/^MetricWidget /);
          }
      }),
    );
  });
});
