import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { expect } from "vitest";
import cases from "../../conformance/alarms.json" with { type: "json" };
import { runTiers } from "../../conformance/tiers.ts";
import { startTestServer } from "../query/test-server.ts";

interface Case {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly config: Record<string, string | number>;
  readonly datapoints: readonly (number | null)[];
  readonly previousState?: StateValue;
  readonly expectedState?: StateValue;
  readonly expectedNotState?: StateValue;
  readonly notEvaluatedYet?: boolean;
}

const gated = (cases as unknown as Case[]).filter(({ tier }) => tier === 1);

runTiers(
  "alarms in the local cloud",
  gated,
  async ({ config, datapoints, previousState, notEvaluatedYet, ...expected }) => {
    // Prepare: an alarm in its previous state, whose newest period ends with the next step.
    const period = Number(config["period"]) * 1_000;
    const lead = period < 60_000 ? 1_000 : 30_000;
    const end = Date.UTC(2026, 0, 14);
    await using server = await startTestServer(end - lead);
    const client = new CloudWatchClient(server.client);
    const alarm = Object.fromEntries(
      Object.entries(config).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), value]),
    );
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: "case",
        Namespace: "Conformance",
        MetricName: "value",
        ...alarm,
      } as unknown as PutMetricAlarmCommandInput),
    );
    const MetricData = datapoints.flatMap((Value, index) => {
      if (Value === null) return [];
      const Timestamp = new Date(end - (datapoints.length - index) * period);
      return [{ MetricName: "value", Value, Timestamp, StorageResolution: period < 60_000 ? 1 : 60 }];
    });
    const Namespace = String(config["namespace"] ?? "Conformance");
    if (MetricData.length > 0) await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
    if (previousState)
      await client.send(
        new SetAlarmStateCommand({ AlarmName: "case", StateValue: previousState, StateReason: "prepared" }),
      );

    // Act
    if (!notEvaluatedYet) await server.cloud.clock.advanceTo(end);

    // Assess
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ["case"] }));
    const state = MetricAlarms?.[0]?.StateValue;
    if (expected.expectedState) expect(state).toBe(expected.expectedState);
    else expect(state).not.toBe(expected.expectedNotState);
  },
);
