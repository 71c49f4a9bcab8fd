import { expect, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { chartLines } from "../../../local/services/cloudwatch/chart-lines.ts";
import { SERVICES } from "../../../local/services/list.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;

/** A cloud whose pages of datapoints are short. */
function withShortPages(cloud: Cloud, MaxDatapoints: number): Cloud {
  const call: Cloud["call"] = (service, operation, input) =>
    cloud.call(service, operation, { ...input, MaxDatapoints });
  return new Proxy(cloud, { get: (target, name) => (name === "call" ? call : Reflect.get(target, name)) });
}

test.each([1, 2, 3, 4, 5, 7, 100])(
  "a chart has the same lines when its data comes in pages of %i",
  async (size) => {
    const cloud = new Cloud({ clock: { start: NOON, speed: 0 } });
    cloud.list(SERVICES);
    try {
      for (const [route, count] of Object.entries({ a: 2, b: 0, c: 5, d: 1, e: 4 }))
        for (let index = 0; index < count; index++)
          await cloud.call("monitoring", "PutMetricData", {
            Namespace: "Shop",
            MetricData: [
              {
                MetricName: "Errors",
                Dimensions: [{ Name: "Route", Value: route }],
                Timestamp: (NOON - (8 - index) * MINUTE) / 1_000,
                Value: route.charCodeAt(0) * 10 + index,
              },
            ],
          });
      // All series of the query have one label.
      const queries = [
        { Id: "one", Label: "errors", Expression: "SELECT SUM(Errors) FROM Shop GROUP BY Route", Period: 60 },
        ...["a", "b", "c"].map((Value) => ({
          Id: `of_${Value}`,
          MetricStat: {
            Metric: { Namespace: "Shop", MetricName: "Errors", Dimensions: [{ Name: "Route", Value }] },
            Period: 60,
            Stat: "Sum",
          },
        })),
      ];

      const lines = await chartLines(withShortPages(cloud, size), queries, {
        start: NOON - 10 * MINUTE,
        end: NOON,
      });

      const whole = await chartLines(cloud, queries, { start: NOON - 10 * MINUTE, end: NOON });
      expect(whole.map(({ points }) => points.length).sort()).toEqual([0, 1, 2, 2, 4, 5, 5]);
      expect(lines).toEqual(whole);
    } finally {
      await cloud.close();
    }
  },
);
