import { Duration } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AlertChannel, LogSignal, levelPattern } from "../../infra/index.ts";
import { LEVELS, type LevelName } from "../../lib/logger/levels.ts";
import { compilePattern } from "../../lib/semantics/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

describe("LogSignal", () => {
  test("makes a filter, an alarm and a query of one intent", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogSignal(stack, "Errors", { logGroup, moreThan: 5, within: Duration.minutes(5) });

    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Logs::MetricFilter", {
      FilterPattern: '{ $.level = "ERROR" || $.level = "FATAL" }',
      MetricTransformations: [
        { MetricName: "TestErrors", MetricNamespace: "Cumulog", MetricValue: "1", DefaultValue: 0 },
      ],
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "TestErrors",
      Statistic: "Sum",
      Period: 300,
      Threshold: 5,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: "notBreaching",
    });
    template.hasResourceProperties("AWS::Logs::QueryDefinition", {
      QueryString: Match.stringLikeRegexp('filter \\(level = "ERROR" or level = "FATAL"\\)'),
    });
  });

  test("reports to its channel when it goes off and when it comes back", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");
    const channel = new AlertChannel(stack, "Channel", { emails: ["a@example.com"] });

    new LogSignal(stack, "Errors", {
      logGroup,
      channels: [channel],
      severity: "critical",
      runbookUrl: "https://example.com",
    });

    Template.fromStack(stack).hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmActions: [Match.objectLike({ Ref: Match.stringLikeRegexp("ChannelTopic") })],
      OKActions: [Match.objectLike({ Ref: Match.stringLikeRegexp("ChannelTopic") })],
      AlarmDescription: "Errors: more than 0 in 5 minutes\nseverity: critical\nrunbook: https://example.com",
    });
  });

  test("counts by dimension in a filter of its own, without a default value, and alarms for chosen values", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogSignal(stack, "Errors", {
      logGroup,
      dimensions: { route: "$.route" },
      alarmFor: [{ route: "/pay" }],
    });

    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Logs::MetricFilter", {
      MetricTransformations: [
        {
          MetricName: "TestErrorsByroute",
          Dimensions: [{ Key: "route", Value: "$.route" }],
          DefaultValue: Match.absent(),
        },
      ],
    });
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "TestErrorsByroute",
      Dimensions: [{ Name: "route", Value: "/pay" }],
    });
  });

  test.each([
    [{ moreThan: 1 }, "Errors"],
    [{ ratio: { of: { level: "error" as const } }, moreThan: "2%" }, "Ratio"],
  ])("counts %j by account and Region, and looks at its own", (signal, id) => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogSignal(stack, id, { logGroup, ...signal, systemFields: ["@aws.account", "@aws.region"] });

    const template = Template.fromStack(stack);
    const filters = Object.values(template.findResources("AWS::Logs::MetricFilter"));
    const own = [
      { Name: "@aws.account", Value: { Ref: "AWS::AccountId" } },
      { Name: "@aws.region", Value: { Ref: "AWS::Region" } },
    ];
    const [alarm] = Object.values(template.findResources("AWS::CloudWatch::Alarm"));
    const dimensions = JSON.stringify(alarm!["Properties"]);
    for (const { Properties } of filters)
      expect(Properties.EmitSystemFieldDimensions).toEqual(["@aws.account", "@aws.region"]);
    expect(dimensions.split(JSON.stringify(own)).length).toBe(filters.length + 1);
  });

  test.each([
    ["a malformed pattern", { pattern: '{ $.level = "ERROR' }],
    ["dimensions on a pattern of terms", { pattern: "ERROR", dimensions: { route: "$.route" } }],
    ["more dimensions than three", { dimensions: { a: "$.a", b: "$.b", c: "$.c", d: "$.d" } }],
    ["a level and a pattern", { pattern: "ERROR", level: "error" as const }],
    ["more windows over the limit than there are", { windows: { over: 3, of: 2 } }],
    ["alarms for values of a dimension that is not counted", { alarmFor: [{ route: "/pay" }] }],
  ])("refuses %s at synth with the construct's path", (_what, props) => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    const make = () => new LogSignal(stack, "Errors", { logGroup, ...props });

    expect(make).toThrow(refusal(/Test\/Errors/));
  });
});

describe("levelPattern", () => {
  test("matches exactly the records at or above the level", () => {
    const names = Object.keys(LEVELS) as LevelName[];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.constantFrom(...names), (limit, level) => {
        const pattern = compilePattern(levelPattern(limit));

        const matches =
          pattern.match(JSON.stringify({ level: level.toUpperCase(), message: "m" })) !== undefined;

        expect(matches).toBe(LEVELS[level] >= LEVELS[limit]);
      }),
    );
  });
});
