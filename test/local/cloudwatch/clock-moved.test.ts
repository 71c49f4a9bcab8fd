import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { service as cloudwatch } from "../../../local/services/cloudwatch/service.ts";
import { openCloudWatch } from "../../../local/services/cloudwatch/state.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 10);

test.each([
  ["back, as for the replay of an older log", (cloud: Cloud) => cloud.clock.setBack(START - 3 * DAY)],
  ["ahead over a quiet span", (cloud: Cloud) => cloud.clock.skip(3 * DAY)],
])(
  "an alarm that was there before is evaluated minute by minute when the clock was moved %s",
  async (_what, move) => {
    const cloud = new Cloud({ clock: { speed: 0, start: START } });
    cloud.add(cloudwatch);
    const { metrics } = cloud.state(openCloudWatch);
    const changes: string[] = [];
    cloud.events.on("alarm-state", ({ to, timestamp }) =>
      changes.push(`${to} after ${(timestamp - moved) / MINUTE} min`),
    );
    await cloud.call("monitoring", "PutMetricAlarm", {
      AlarmName: "Errors",
      Namespace: "Shop",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    });

    move(cloud);
    const moved = cloud.clock.now();
    await cloud.clock.advance(5 * MINUTE);
    metrics.record({ namespace: "Shop", metricName: "Errors", timestamp: cloud.clock.now(), value: 1 });
    await cloud.clock.advance(10 * MINUTE);

    await cloud.close();
    expect(changes[0]).toBe("OK after 1 min");
    expect(changes[1]).toBe("ALARM after 6 min");
  },
);
