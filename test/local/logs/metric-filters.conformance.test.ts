import { afterAll, beforeAll, expect } from "vitest";
import fixtures from "../../conformance/metric-filters.json" with { type: "json" };
import { runTiers } from "../../conformance/tiers.ts";
import { START, startLogsCloud, type TestCloud } from "./logs-cloud.ts";

const MINUTE = 60_000;
let started: TestCloud;
beforeAll(async () => {
  started = await startLogsCloud();
});
afterAll(() => started.stop());

interface Case {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly filterPattern: string;
  readonly transformation: {
    readonly metricName: string;
    readonly metricNamespace: string;
    readonly metricValue: string;
    readonly dimensions?: Record<string, string>;
  };
  readonly events: readonly { readonly minute: number; readonly message: string }[];
  readonly datapoints: readonly {
    readonly minute: number;
    readonly sum: number;
    readonly sampleCount?: number;
    readonly dimensions: Record<string, string>;
  }[];
}

runTiers(
  "metric filters in the local cloud",
  (fixtures.cases as unknown as Case[]).filter(({ tier }) => tier === 1),
  async (one) => {
    // Prepare
    const { logs, metrics, cloud } = started;
    const logGroupName = one.id;
    const metricNamespace = `conformance/${one.id}`;
    const start = Math.ceil(cloud.clock.now() / MINUTE) * MINUTE;
    await cloud.clock.advanceTo(start);
    await logs.createLogGroup({ logGroupName });
    await logs.createLogStream({ logGroupName, logStreamName: "stream" });
    await logs.putMetricFilter({
      logGroupName,
      filterName: "filter",
      filterPattern: one.filterPattern,
      metricTransformations: [{ ...one.transformation, metricNamespace }],
    });

    // Act
    for (const minute of new Set(one.events.map((event) => event.minute))) {
      await cloud.clock.advanceTo(start + minute * MINUTE);
      await logs.putLogEvents({
        logGroupName,
        logStreamName: "stream",
        logEvents: one.events
          .filter((event) => event.minute === minute)
          .map(({ message }) => ({ timestamp: start + minute * MINUTE, message })),
      });
    }
    await cloud.clock.advance(2 * MINUTE);

    // Assess
    const found: { minute: number; sum: number; sampleCount: number; dimensions: Record<string, string> }[] =
      [];
    const { Metrics = [] } = await metrics.listMetrics({ Namespace: metricNamespace });
    for (const { Dimensions = [], MetricName } of Metrics) {
      const { Datapoints = [] } = await metrics.getMetricStatistics({
        Namespace: metricNamespace,
        MetricName,
        Dimensions,
        StartTime: new Date(START - MINUTE),
        EndTime: new Date(cloud.clock.now() + MINUTE),
        Period: 60,
        Statistics: ["Sum", "SampleCount"],
      });
      for (const { Timestamp, Sum, SampleCount } of Datapoints)
        found.push({
          minute: (Timestamp!.getTime() - start) / MINUTE,
          sum: Sum!,
          sampleCount: SampleCount!,
          dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name!, Value!])),
        });
    }
    const order = (left: (typeof found)[number], right: (typeof found)[number]): number =>
      left.minute - right.minute ||
      JSON.stringify(left.dimensions).localeCompare(JSON.stringify(right.dimensions));
    const expected = one.datapoints.map(({ minute, sum, sampleCount, dimensions }) => ({
      minute,
      sum: expect.closeTo(sum, 9) as number,
      sampleCount: sampleCount ?? (expect.any(Number) as number),
      dimensions,
    }));
    expect(found.sort(order)).toEqual(expected.sort(order));
  },
);

interface ValidationCase {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly input: Record<string, unknown>;
  readonly expect: { readonly outcome: string; readonly exception?: string; readonly message?: string };
}

runTiers(
  "metric filters that are refused",
  (fixtures.validation as unknown as ValidationCase[]).filter(({ tier }) => tier === 1),
  async (one) => {
    // Prepare
    const { logs } = started;
    await logs.createLogGroup({ logGroupName: one.id });
    const { existing, ...input } = one.input;
    const request = { logGroupName: one.id, ...input } as unknown as Parameters<
      typeof logs.putMetricFilter
    >[0];
    if (existing) await logs.putMetricFilter(request);

    // Act
    const error = await logs.putMetricFilter(request).then(
      () => undefined,
      (reason) => reason,
    );

    // Assess
    expect(error?.name).toBe(one.expect.exception);
    if (one.expect.message) expect(error.message).toContain(one.expect.message);
  },
);
