import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
  type PutMetricDataCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, test } from "vitest";
import { startTestServer } from "../query/test-server.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const at = (minutes: number) => new Date(NOON + minutes * 60_000);
const RANGE = { StartTime: at(-10), EndTime: at(0) };

test("GetMetricData evaluates expressions, newest first, and pages by datapoints", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  await client.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: [
        { MetricName: "Latency", Values: [10, 20], Counts: [3, 1], Timestamp: at(-3) },
        { MetricName: "Latency", Value: 50, Timestamp: at(-2) },
      ],
    }),
  );
  const MetricStat = { Metric: { Namespace: "Shop", MetricName: "Latency" }, Period: 60, Stat: "Average" };
  const query = {
    ...RANGE,
    MetricDataQueries: [
      { Id: "m1", MetricStat },
      { Id: "double", Expression: "m1 * 2", Label: "twice" },
    ],
  };

  const all = await client.send(new GetMetricDataCommand(query));
  const first = await client.send(new GetMetricDataCommand({ ...query, MaxDatapoints: 3 }));
  const rest = await client.send(
    new GetMetricDataCommand({ ...query, MaxDatapoints: 3, NextToken: first.NextToken }),
  );

  expect(all.MetricDataResults).toMatchObject([
    { Id: "m1", Label: "Latency", Timestamps: [at(-2), at(-3)], Values: [50, 12.5], StatusCode: "Complete" },
    { Id: "double", Label: "twice", Timestamps: [at(-2), at(-3)], Values: [100, 25] },
  ]);
  expect(first.MetricDataResults?.map(({ Values }) => Values)).toEqual([[50, 12.5], [100]]);
  expect(rest.MetricDataResults?.map(({ Values }) => Values)).toEqual([[25]]);
  expect(rest.NextToken).toBeUndefined();
});

describe("a metric without a label of its own", () => {
  const queries = (...pairs: (readonly [stat: string, period: number])[]) =>
    pairs.map(([Stat, Period], index) => ({
      Id: `m${index}`,
      MetricStat: { Metric: { Namespace: "Shop", MetricName: "Latency" }, Period, Stat },
    }));

  test.each([
    ["is called by its name", queries(["Sum", 60]), ["Latency"]],
    [
      "gets the statistic where those differ",
      queries(["Sum", 60], ["p90", 60]),
      ["Latency Sum", "Latency p90"],
    ],
    ["gets the period where those differ", queries(["Sum", 60], ["Sum", 30]), ["Latency 60", "Latency 30"]],
    [
      "gets both where both differ",
      queries(["Sum", 60], ["Minimum", 30]),
      ["Latency Sum 60", "Latency Minimum 30"],
    ],
  ])("%s", async (_what, MetricDataQueries, labels) => {
    await using server = await startTestServer(NOON);
    const client = new CloudWatchClient(server.client);

    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({ ...RANGE, MetricDataQueries }),
    );

    expect(MetricDataResults?.map(({ Label }) => Label)).toEqual(labels);
  });
});

test("values of the standard resolution are at the start of their minute in shorter periods", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  const MetricData = [0, 2, 7, 100].map((Value) => ({ MetricName: "Latency", Value, Timestamp: at(-2.2) }));
  await client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));
  const Metric = { Namespace: "Shop", MetricName: "Latency" };
  const ask = (StartTime: Date) =>
    client.send(
      new GetMetricDataCommand({
        StartTime,
        EndTime: at(0),
        MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 30, Stat: "Sum" } }],
      }),
    );

  const { MetricDataResults: found } = await ask(at(-5));

  expect(found).toMatchObject([{ Timestamps: [at(-3)], Values: [109] }]);
  await server.cloud.clock.advance("4h");
  const { MetricDataResults: expired } = await ask(at(-5));
  expect(expired).toMatchObject([{ Values: [] }]);
});

test("a query without a unit takes one of several units and says so", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  const Timestamp = at(-3);
  const ask = () =>
    client.send(
      new GetMetricDataCommand({
        ...RANGE,
        MetricDataQueries: [
          {
            Id: "m",
            MetricStat: { Metric: { Namespace: "Shop", MetricName: "Time" }, Period: 60, Stat: "Sum" },
          },
        ],
      }),
    );
  const put = (Unit: "Seconds" | "Milliseconds" | "Count", Value: number) =>
    client.send(
      new PutMetricDataCommand({
        Namespace: "Shop",
        MetricData: [{ MetricName: "Time", Value, Unit, Timestamp }],
      }),
    );
  await put("Seconds", 60);
  await put("Milliseconds", 60_000);

  const two = await ask();
  await put("Count", 5);
  const three = await ask();

  expect(two.MetricDataResults).toMatchObject([
    {
      Values: [60_000],
      Messages: [{ Code: "MultipleUnits", Value: "Multiple units returned: '[Milliseconds, Seconds]'" }],
    },
  ]);
  expect(three.MetricDataResults).toMatchObject([
    { Values: [5], Messages: [{ Value: "Multiple units returned: '[Count, Milliseconds, Seconds]'" }] },
  ]);
});

describe("a range of time", () => {
  const MetricStat = { Metric: { Namespace: "Shop", MetricName: "Latency" }, Period: 60, Stat: "Sum" };
  const statistics = { Namespace: "Shop", MetricName: "Latency", Period: 60, Statistics: ["Sum" as const] };

  test.each([
    ["is empty within one second", 20, 987, "The parameter StartTime must not equal parameter EndTime."],
    ["ends before it starts", 5_000, 0, "The parameter EndTime must be greater than StartTime."],
  ])("that %s is refused", async (_what, from, to, message) => {
    await using server = await startTestServer(NOON);
    const client = new CloudWatchClient(server.client);
    const range = { StartTime: new Date(NOON + from), EndTime: new Date(NOON + to) };

    const [data, summary] = await Promise.allSettled([
      client.send(new GetMetricDataCommand({ ...range, MetricDataQueries: [{ Id: "m", MetricStat }] })),
      client.send(new GetMetricStatisticsCommand({ ...range, ...statistics })),
    ]);

    expect(data).toMatchObject({ reason: { name: "ValidationException", message } });
    expect(summary).toMatchObject({
      reason: {
        name: "InvalidParameterValueException",
        message: "The parameter StartTime must be less than the parameter EndTime.",
      },
    });
  });
});

test("PutMetricData takes a list of values and a summary of others at once", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  const StatisticValues = { SampleCount: 10, Sum: 55, Minimum: 1, Maximum: 10 };

  await client.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: [{ MetricName: "m", Values: [1, 10], StatisticValues, Timestamp: at(-3) }],
    }),
  );

  const { Datapoints } = await client.send(
    new GetMetricStatisticsCommand({
      ...RANGE,
      Namespace: "Shop",
      MetricName: "m",
      Period: 60,
      Statistics: ["Sum", "SampleCount"],
    }),
  );
  expect(Datapoints).toMatchObject([{ Sum: 66, SampleCount: 12 }]);
});

test("GetMetricStatistics gives percentiles, and none for values that were only summarized", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  const StatisticValues = { SampleCount: 10, Sum: 100, Minimum: 1, Maximum: 50 };
  await client.send(
    new PutMetricDataCommand({
      Namespace: "Shop",
      MetricData: [
        { MetricName: "Latency", Values: [1, 2, 3, 4, 5], Timestamp: at(-3), Unit: "Milliseconds" },
        { MetricName: "Latency", StatisticValues, Timestamp: at(-2), Unit: "Milliseconds" },
      ],
    }),
  );
  const common = { ...RANGE, Namespace: "Shop", MetricName: "Latency", Period: 60 };

  const sums = await client.send(
    new GetMetricStatisticsCommand({ ...common, Statistics: ["Sum", "SampleCount"] }),
  );
  const medians = await client.send(
    new GetMetricStatisticsCommand({ ...common, ExtendedStatistics: ["p50"] }),
  );

  expect(sums.Datapoints).toMatchObject([
    { Timestamp: at(-3), Sum: 15, SampleCount: 5, Unit: "Milliseconds" },
    { Timestamp: at(-2), Sum: 100, SampleCount: 10 },
  ]);
  expect(medians.Datapoints?.map(({ ExtendedStatistics }) => ExtendedStatistics)).toEqual([
    { p50: 3 },
    undefined,
  ]);
});

test("GetMetricStatistics refuses more than 1,440 datapoints, and PutDashboard a name with blanks", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);

  const query = client.send(
    new GetMetricStatisticsCommand({
      Namespace: "Shop",
      MetricName: "Latency",
      Period: 60,
      Statistics: ["Sum"],
      StartTime: at(-1_441),
      EndTime: at(0),
    }),
  );

  const name = client.send(new PutDashboardCommand({ DashboardName: "a b", DashboardBody: "{}" }));

  await expect(query).rejects.toMatchObject({
    name: "InvalidParameterCombinationException",
    message: expect.stringContaining("up to 1441 datapoints, which exceeds the limit of 1440."),
  });
  await expect(name).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringMatching(/^The value for field DashboardName contains invalid characters\./),
  });
});

test("ListMetrics filters by dimension", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  const MetricData = ["a", "b"].map((Value) => ({
    MetricName: "Latency",
    Value: 1,
    Dimensions: [{ Name: "Host", Value }],
  }));
  await client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));

  const { Metrics } = await client.send(
    new ListMetricsCommand({ Dimensions: [{ Name: "Host", Value: "b" }] }),
  );

  expect(Metrics).toEqual([
    { Namespace: "Shop", MetricName: "Latency", Dimensions: [{ Name: "Host", Value: "b" }] },
  ]);
});

type Datum = NonNullable<PutMetricDataCommandInput["MetricData"]>[number];

test.each<[string, Datum, string, message?: string]>([
  ["a value that is no number", { MetricName: "m", Value: Number.NaN }, "InvalidParameterValueException"],
  [
    // https://github.com/AdRoll/goamz/pull/301
    "no value",
    { MetricName: "m" },
    "InvalidParameterCombinationException",
    "At least one of the parameters MetricData.member.2.Value and MetricData.member.2.StatisticValues must be specified.",
  ],
  [
    // https://github.com/jdamick/dropwizard-metrics-cloudwatch/issues/3
    "a dimension that is given twice",
    {
      MetricName: "m",
      Value: 1,
      Dimensions: [
        { Name: "d", Value: "1" },
        { Name: "d", Value: "2" },
      ],
    },
    "InvalidParameterValueException",
    "No metric may specify the same dimension name twice.",
  ],
  [
    // https://github.com/boto/botocore/issues/1671
    "a resolution of five minutes",
    { MetricName: "m", Value: 1, StorageResolution: 300 },
    "InvalidParameterValueException",
    "The parameter MetricData.member.2.StorageResolution must be a value in the set [ 1, 60 ].",
  ],
  ["two kinds of value", { MetricName: "m", Value: 1, Values: [1] }, "InvalidParameterCombinationException"],
  [
    "counts without their values",
    { MetricName: "m", Values: [1], Counts: [1, 2] },
    "InvalidParameterValueException",
  ],
  [
    "a time two weeks ago",
    { MetricName: "m", Value: 1, Timestamp: at(-20_161) },
    "InvalidParameterValueException",
  ],
  [
    "a time in three hours",
    { MetricName: "m", Value: 1, Timestamp: at(180) },
    "InvalidParameterValueException",
  ],
  [
    "31 dimensions",
    {
      MetricName: "m",
      Value: 1,
      Dimensions: Array.from({ length: 31 }, (_, i) => ({ Name: `d${i}`, Value: "v" })),
    },
    "InvalidParameterValueException",
  ],
  [
    "an unknown unit",
    { MetricName: "m", Value: 1, Unit: "Parsec" as never },
    "InvalidParameterValueException",
  ],
])("PutMetricData refuses %s and stores nothing", async (_what, datum, name, message = "") => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);

  const put = client.send(
    new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ MetricName: "good", Value: 1 }, datum] }),
  );

  await expect(put).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  const { Metrics } = await client.send(new ListMetricsCommand({}));
  expect(Metrics).toEqual([]);
});

test("dashboards are checked by widget and have the SDK's typed exceptions", async () => {
  await using server = await startTestServer(NOON);
  const client = new CloudWatchClient(server.client);
  const DashboardBody = JSON.stringify({ widgets: [{ type: "graph", properties: {} }] });

  const put = client.send(new PutDashboardCommand({ DashboardName: "board", DashboardBody }));
  const deletion = client.send(new DeleteDashboardsCommand({ DashboardNames: ["board"] }));

  await expect(put).rejects.toMatchObject({
    name: "DashboardInvalidInputError",
    dashboardValidationMessages: [{ DataPath: "/widgets/0/type" }],
  });
  await expect(deletion).rejects.toMatchObject({ name: "ResourceNotFound" });
});
