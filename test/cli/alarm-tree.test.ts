import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import type { AlarmLine } from "../../cli/alarms/alarm-line.ts";
import { type AlarmNode, alarmTree } from "../../cli/alarms/alarm-tree.ts";
import { LocalCloud } from "../../local/index.ts";
import { run } from "./command.ts";

const alarm = (name: string, rule?: string): AlarmLine => ({
  name,
  type: rule === undefined ? "MetricAlarm" : "CompositeAlarm",
  state: "OK",
  since: undefined,
  reason: "",
  arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
  ...(rule !== undefined && { rule }),
});

const shape = (nodes: readonly AlarmNode[]): unknown[] =>
  nodes.map(({ alarm: { name }, children }) => (children.length === 0 ? name : [name, ...shape(children)]));

test.each<[string, AlarmLine[], unknown[]]>([
  [
    "composite alarms hold what they read, by name or ARN",
    [
      alarm("all", `ALARM(any) OR ALARM("${alarm("c").arn}")`),
      alarm("any", "ALARM(a) AND NOT OK(b)"),
      alarm("a"),
      alarm("b"),
      alarm("c"),
      alarm("own"),
    ],
    [["all", ["any", "a", "b"], "c"], "own"],
  ],
  [
    "an alarm stands below every one that reads it",
    [alarm("x", "ALARM(a)"), alarm("y", "ALARM(a)"), alarm("a")],
    [
      ["x", "a"],
      ["y", "a"],
    ],
  ],
  ["circles end", [alarm("x", "ALARM(y)"), alarm("y", "ALARM(x)")], [["x", "y"]]],
  [
    "rules of alarms that are not listed, and wrong ones, leave an alarm alone",
    [alarm("x", "ALARM(gone)"), alarm("y", "ALARM(")],
    ["x", "y"],
  ],
])("%s", (_what, alarms, expected) => {
  expect(shape(alarmTree(alarms))).toEqual(expected);
});

test("the command shows the tree, and what happened to all alarms", async () => {
  const cloud = await LocalCloud.start({ clock: "stepped", googlePort: false });
  const environment = { AWS_ENDPOINT_URL: cloud.endpoints.aws };
  const metrics = new CloudWatch({
    endpoint: cloud.endpoints.aws,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  for (const AlarmName of ["checkout-errors", "checkout-latency"])
    await metrics.putMetricAlarm({
      AlarmName,
      Namespace: "Shop",
      MetricName: AlarmName,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
    });
  await metrics.putCompositeAlarm({
    AlarmName: "checkout down",
    AlarmRule: "ALARM(checkout-errors) AND ALARM(checkout-latency)",
  });

  const [tree, history, unknown] = await Promise.all([
    run(["alarms"], environment),
    run(["alarms", "history", "--type", "ConfigurationUpdate"], environment),
    run(["alarms", "history", "none"], environment),
  ]);
  metrics.destroy();
  await cloud.stop();

  expect(tree.stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
    ["ALARM", "TYPE"],
    ["checkout down", "composite"],
    ["├ checkout-errors", "metric"],
    ["└ checkout-latency", "metric"],
    [""],
  ]);
  expect(history.stdout.trim().split("\n")).toHaveLength(3);
  expect(unknown).toMatchObject({ status: 0, stdout: "", stderr: 'Nothing is known of an alarm "none".\n' });
});
