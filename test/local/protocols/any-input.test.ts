import fc from "fast-check";
import { afterAll, beforeAll, test } from "vitest";
import { Cloud } from "../../../local/kernel/cloud.ts";
import { ServiceError } from "../../../local/kernel/service-error.ts";
import { service as monitoring } from "../../../local/services/cloudwatch/service.ts";
import { service as logs } from "../../../local/services/logs/service.ts";

/** Members that look right, so that inputs get past the first checks. */
const LIKELY: Readonly<Record<string, unknown>> = {
  ...{ logGroupName: "g", logStreamName: "s", filterName: "f", filterPattern: "{ $.a = 1 }" },
  ...{ logGroupIdentifier: "g", resourceArn: "arn:aws:logs:us-east-1:123456789012:log-group:g" },
  ...{ startTime: 0, endTime: 10, queryString: "fields @message", policyName: "p", policyDocument: "{}" },
  ...{ logEvents: [{ timestamp: 1, message: "m" }], tags: { a: "b" }, logGroupIdentifiers: ["g"] },
  ...{ metricTransformations: [{ metricName: "m", metricNamespace: "n", metricValue: "1" }] },
  ...{ Namespace: "N", MetricName: "m", AlarmName: "a", Period: 60, EvaluationPeriods: 1, Threshold: 1 },
  ...{ Statistic: "Sum", ComparisonOperator: "GreaterThanThreshold", StartTime: 0, EndTime: 100 },
  ...{ AlarmRule: "TRUE", StateValue: "OK", StateReason: "x", Statistics: ["Sum"], AlarmNames: ["a"] },
  ...{ DashboardName: "d", DashboardBody: '{"widgets":[]}', RuleName: "r", RuleDefinition: "{}" },
  ...{ MetricData: [{ MetricName: "m", Value: 1 }], Dimensions: [{ Name: "n", Value: "v" }], Stat: "Sum" },
  ...{ MetricDataQueries: [{ Id: "m", Expression: "1" }], Tags: [{ Key: "k", Value: "v" }], TagKeys: ["k"] },
};
const NESTED = ["Id", "MetricStat", "Metric", "Name", "Value", "Values", "Unit", "metricName", "dimensions"];

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 12, -1, 1.5, "", "g", "x"),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom(...NESTED, ...Object.keys(LIKELY)), tie("value"), { maxKeys: 4 }),
  ),
})).value;
const changes = fc.dictionary(fc.constantFrom(...Object.keys(LIKELY)), json, { minKeys: 1, maxKeys: 3 });

let cloud: Cloud;
const names = { logs: Object.keys(logs.operations), monitoring: Object.keys(monitoring.operations) };
beforeAll(() => {
  cloud = new Cloud({ clock: { speed: 0 } });
  cloud.add(logs);
  cloud.add(monitoring);
});
afterAll(() => cloud.close());

test.each(["logs", "monitoring"] as const)(
  "no input makes an operation of %s fail with anything but an error of the service",
  async (service) => {
    const operation = fc.nat().map((index) => names[service][index % names[service].length]!);
    await fc.assert(
      fc.asyncProperty(operation, changes, async (name, changed) => {
        await cloud.call("logs", "CreateLogGroup", { logGroupName: "g" }).catch(() => {});
        try {
          const output = await cloud.call<{ responseStream?: AsyncGenerator } | undefined>(service, name, {
            ...LIKELY,
            ...(changed as object),
          });
          await output?.responseStream?.return(undefined);
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
        }
      }),
      { numRuns: 2_000 },
    );
  },
  60_000,
);
