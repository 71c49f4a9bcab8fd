import { expect } from "vitest";
import fixtures from "../../conformance/emf.json" with { type: "json" };
import { runTiers } from "../../conformance/tiers.ts";
import { START, startLogsCloud } from "./logs-cloud.ts";

interface ExpectedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  readonly values?: readonly number[];
  readonly timestamp: number;
}
interface Case {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly message: string;
  readonly expect: { readonly outcome: string; readonly metrics?: readonly ExpectedMetric[] };
}

const cases = fixtures.cases as unknown as Case[];

runTiers(
  "embedded metrics in the local cloud",
  cases.filter(({ tier }) => tier === 1),
  async (one) => {
    const time = one.expect.metrics?.[0]?.timestamp ?? START;
    // Prepare
    await using started = await startLogsCloud({ clock: { start: time, speed: 0 } });
    const { logs, metrics } = started;
    await logs.createLogGroup({ logGroupName: "g" });
    await logs.createLogStream({ logGroupName: "g", logStreamName: "s" });

    // Act
    const logEvents = [{ timestamp: time, message: one.message }];
    await logs.putLogEvents({ logGroupName: "g", logStreamName: "s", logEvents });

    // Assess
    const { events } = await logs.getLogEvents({ logGroupName: "g", logStreamName: "s" });
    expect(events?.map(({ message }) => message)).toEqual([one.message]);
    const found: object[] = [];
    for (const { Namespace, MetricName, Dimensions = [] } of (await metrics.listMetrics({})).Metrics ?? []) {
      // What CloudWatch Logs counts of itself.
      if (Namespace === "AWS/Logs") continue;
      const { Datapoints = [] } = await metrics.getMetricStatistics({
        Namespace,
        MetricName,
        Dimensions,
        StartTime: new Date(time - 60_000),
        EndTime: new Date(time + 60_000),
        Period: 60,
        Statistics: ["Sum", "SampleCount"],
      });
      for (const { Sum, SampleCount } of Datapoints)
        found.push({
          namespace: Namespace,
          metricName: MetricName,
          dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name!, Value!])),
          sum: Sum,
          sampleCount: SampleCount,
        });
    }
    const expected = (one.expect.metrics ?? []).map(({ namespace, metricName, dimensions, values }) => ({
      namespace,
      metricName,
      dimensions,
      sum: values
        ? expect.closeTo(
            values.reduce((total, value) => total + value, 0),
            6,
          )
        : expect.any(Number),
      sampleCount: values?.length ?? expect.any(Number),
    }));
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining(expected));
  },
);
