import { expect, test } from "vitest";
import { runBacktest } from "../../local/backtest/backtest.ts";
import { alarmsOfStacks } from "../../local/backtest/template-alarms.ts";
import { parseTemplate } from "../../local/template/read-template.ts";

const START = Date.UTC(2026, 0, 5, 12);

const template = (criteria: string, own: object = {}) => ({
  Resources: {
    Lines: {
      Type: "AWS::Logs::AccountPolicy",
      Properties: {
        PolicyName: "lines",
        PolicyType: "TRANSFORMER_POLICY",
        PolicyDocument: JSON.stringify([{ parseKeyValue: { fieldDelimiter: " " } }]),
        Scope: "ALL",
        SelectionCriteria: criteria,
      },
    },
    Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/shop/api" } },
    ...own,
    Errors: {
      Type: "AWS::Logs::MetricFilter",
      Properties: {
        FilterName: "errors",
        LogGroupName: { Ref: "Group" },
        FilterPattern: '{ $.level = "error" }',
        ApplyOnTransformedLogs: true,
        MetricTransformations: [{ MetricNamespace: "Shop", MetricName: "Errors", MetricValue: "1" }],
      },
    },
    Alarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmName: "errors",
        Namespace: "Shop",
        MetricName: "Errors",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
      },
    },
  },
});

const OWN = {
  Transformer: {
    Type: "AWS::Logs::Transformer",
    Properties: {
      LogGroupIdentifier: { Ref: "Group" },
      TransformerConfig: [{ ParseJSON: {} }],
    },
  },
};

test.each([
  ["of the account", 'LogGroupNamePrefix = "/shop/"', {}, 1],
  ["of the account for other groups", 'LogGroupNamePrefix = "/other/"', {}, 0],
  ["of the group in its place", 'LogGroupNamePrefix = "/shop/"', OWN, 0],
])("a transformer %s decides what a filter on transformed logs sees", async (_case, criteria, own, times) => {
  const set = await alarmsOfStacks([
    {
      name: "shop",
      template: parseTemplate(JSON.stringify(template(criteria, own)), "shop.json"),
      parameters: {},
      assets: new Map(),
    },
  ]);

  const { alarms } = await runBacktest(set, [
    { timestamp: START, message: "level=info route=/cart" },
    { timestamp: START + 60_000, message: "level=error route=/pay" },
    { timestamp: START + 120_000, message: "level=info route=/cart" },
  ]);

  const went = alarms[0]!.transitions.filter(({ to }) => to === "ALARM");
  expect(went).toHaveLength(times);
});
