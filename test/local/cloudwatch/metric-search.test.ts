import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { chartLines } from "../../../local/services/cloudwatch/chart-lines.ts";
import { startTestServer, type TestServer } from "../query/test-server.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const at = (minutes: number) => new Date(NOON + minutes * 60_000);

async function shop(server: TestServer): Promise<CloudWatch> {
  const monitoring = new CloudWatch(server.client);
  const put = (MetricName: string, route: string, value: number, minutes: number, Unit?: "Milliseconds") =>
    monitoring.putMetricData({
      Namespace: "Shop",
      MetricData: [
        {
          MetricName,
          Dimensions: [{ Name: "Route", Value: route }],
          Value: value,
          Timestamp: at(minutes),
          ...(Unit !== undefined && { Unit }),
        },
      ],
    });
  await put("PayErrors", "/pay", 1, -4);
  await put("PayErrors", "/cart", 2, -4);
  await put("PayErrors", "/cart", 3, -3);
  await put("Latency", "/pay", 90, -3, "Milliseconds");
  return monitoring;
}

const query = (
  monitoring: CloudWatch,
  ...queries: { Expression: string; Period?: number; Label?: string }[]
) =>
  monitoring.getMetricData({
    StartTime: at(-10),
    EndTime: at(0),
    ScanBy: "TimestampAscending",
    MetricDataQueries: queries.map((one, index) => ({ Id: `q${index}`, ...one })),
  });

test("a search gives a line for each metric that it finds, also within metric math", async () => {
  await using server = await startTestServer(NOON);
  const monitoring = await shop(server);

  const { MetricDataResults } = await query(
    monitoring,
    { Expression: "SEARCH('{Shop,Route} MetricName=errors', 'Sum', 60)" },
    { Expression: "SUM(SEARCH('{Shop,Route} errors NOT Route=cart', 'Sum')) * 10", Period: 60 },
    { Expression: "SEARCH('Shop', 'Average', 60)", Label: "all" },
    { Expression: "SEARCH('{Other,Route}', 'Sum', 60)" },
    { Expression: "MAX(q0)", Period: 60, Label: "worst" },
  );

  const one = { StatusCode: "Complete" };
  expect(MetricDataResults).toEqual([
    { Id: "q0", Label: "/pay", Timestamps: [at(-4)], Values: [1], ...one },
    { Id: "q0", Label: "/cart", Timestamps: [at(-4), at(-3)], Values: [2, 3], ...one },
    { Id: "q1", Label: "q1", Timestamps: [at(-4)], Values: [10], ...one },
    { Id: "q2", Label: "all PayErrors /pay", Timestamps: [at(-4)], Values: [1], ...one },
    { Id: "q2", Label: "all PayErrors /cart", Timestamps: [at(-4), at(-3)], Values: [2, 3], ...one },
    { Id: "q2", Label: "all Latency /pay", Timestamps: [at(-3)], Values: [90], ...one },
    { Id: "q4", Label: "worst", Timestamps: [at(-4), at(-3)], Values: [2, 3], ...one },
  ]);
});

test("charts of dashboards have the lines of a search", async () => {
  await using server = await startTestServer(NOON);
  await shop(server);

  const lines = await chartLines(
    server.cloud,
    [{ Id: "e1", Expression: "SEARCH('{Shop,Route} PayErrors', 'Sum')", Period: 60 }],
    { start: NOON - 600_000, end: NOON },
  );

  expect(lines.map(({ label, points }) => [label, points.length])).toEqual([
    ["/pay", 1],
    ["/cart", 2],
  ]);
});

test.each([
  ["SEARCH('{Shop', 'Sum')", /^Error in expression 'q0': expected , or } in the schema, found the end$/],
  ["SEARCH('x', 'Often')", /Often/],
  ["SEARCH('x', 'Sum', 61)", /^Period must be/],
  ["SEARCH('x')", /expected SEARCH\('\{Namespace,Dimension\} term', 'Average'\)/],
])("refuses %s", async (Expression, message) => {
  await using server = await startTestServer(NOON);

  await expect(query(new CloudWatch(server.client), { Expression, Period: 60 })).rejects.toThrow(message);
});

test("no alarm searches, not even within metric math", async () => {
  await using server = await startTestServer(NOON);
  const alarm = new CloudWatch(server.client).putMetricAlarm({
    AlarmName: "a",
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: 1,
    EvaluationPeriods: 1,
    Metrics: [{ Id: "q1", Expression: "SUM(SEARCH('{Shop} x', 'Sum'))", Period: 60 }],
  });

  await expect(alarm).rejects.toThrow("SEARCH is not supported on Metric Alarms");
});
