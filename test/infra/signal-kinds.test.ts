import { alarmsOfStacks, runBacktest } from "@cumulog/local/backtest";
import { App, Stack, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { AwsSolutionsChecks } from "cdk-nag";
import { readSignal, type SignalDescription } from "cumulog/signals";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AlertChannel, LogSignal } from "../../infra/index.ts";
import { alarmSetOfSignals } from "../../local/backtest/signal-alarms.ts";

const GROUP = "/shop/api";
const KINDS: Readonly<Record<string, SignalDescription>> = {
  count: { level: "error", moreThan: 2, within: "1m", windows: { over: 2, of: 3 } },
  fewer: { pattern: "tick", fewerThan: 2, within: "2m" },
  value: { value: "$.durationMs", p90: "> 1s", within: "1m" },
  ratio: { ratio: { of: { level: "error" }, minimum: 3 }, moreThan: "20%", within: "1m" },
  silence: { silence: "3m" },
  "silence of a kind": { silence: "3m", pattern: "tick" },
  budget: { level: "error", budget: { objective: "99%", window: "30d" } },
  unusual: { unusual: { direction: "both" }, within: "1m" },
};

function stackOf(description: SignalDescription): Stack {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, "Signals");
  const logGroup = new LogGroup(stack, "Group", { logGroupName: GROUP });
  const channel = new AlertChannel(stack, "OnCall", { emails: ["on-call@example.com"] });
  new LogSignal(stack, "Signal", {
    ...description,
    logGroup,
    alarmName: "signal",
    metricName: "signal",
    channels: [channel],
  });
  return stack;
}

const event = fc.record({
  second: fc.nat(20 * 60),
  message: fc.constantFrom(
    '{"level":"ERROR","message":"x","durationMs":1500}',
    '{"level":"INFO","message":"y","durationMs":20}',
    '{"level":"INFO","message":"tick"}',
  ),
});

function expectClean(description: SignalDescription): void {
  const stack = stackOf(description);
  const app = stack.node.root as App;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).not.toThrow();
}

describe.each(Object.entries(KINDS))("a signal of kind %s", (kind, description) => {
  test("goes off from its template when it goes off from its description", async () => {
    const template = Template.fromStack(stackOf(description)).toJSON();
    const deployed = await alarmsOfStacks([
      { name: "Signals", template: template as never, parameters: {}, assets: new Map() },
    ]);
    const described = alarmSetOfSignals([
      { name: "signal", signal: readSignal(description), logGroupName: GROUP },
    ]);

    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 120 }), async (events) => {
        const history = events.map(({ second, message }) => ({
          timestamp: Date.UTC(2026, 0, 1) + second * 1_000,
          message,
        }));
        const [one, other] = [await runBacktest(deployed, history), await runBacktest(described, history)];
        const times = (result: typeof one) =>
          result.alarms
            .map(({ alarmName, firings }) => [alarmName, firings.map(({ from, to }) => [from, to])])
            .toSorted();
        expect(times(one)).toEqual(times(other));
      }),
      { numRuns: 10 },
    );
  });

  test("reports by one alarm, with a readable name", () => {
    const alarms = Object.values(
      Template.fromStack(stackOf(description)).toJSON()["Resources"] as Record<
        string,
        { Type: string; Properties: Record<string, unknown> }
      >,
    ).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm" || Type === "AWS::CloudWatch::CompositeAlarm");
    const reporting = alarms.filter(({ Properties }) => Properties["AlarmActions"] !== undefined);

    expect(reporting.map(({ Properties }) => Properties["AlarmName"])).toEqual(["signal"]);
    expect(alarms.every(({ Properties }) => typeof Properties["AlarmName"] === "string")).toBe(true);
    expect(kind).not.toBe("");
  });

  test("has nothing that the security rules complain about", () => {
    expectClean(description);
  });
});

const QUERY: SignalDescription = {
  query: { query: "filter status >= 500", by: ["route"], lines: 5 },
  moreThan: 10,
  within: "5m",
};

test("a query becomes a log alarm with the roles that it needs", () => {
  const stack = stackOf(QUERY);

  const template = Template.fromStack(stack);
  template.hasResourceProperties("AWS::CloudWatch::LogAlarm", {
    AlarmName: "signal",
    Threshold: 10,
    ActionLogLineCount: 5,
    ScheduledQueryConfiguration: {
      QueryString: "filter status >= 500",
      AggregationExpression: "count(*) by route",
      ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: 300 },
    },
    AlarmActions: [Match.objectLike({ Ref: Match.stringLikeRegexp("OnCallTopic") })],
  });
  template.resourcePropertiesCountIs(
    "AWS::IAM::Role",
    {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({ Principal: { Service: "logs.amazonaws.com" } })],
      },
    },
    1,
  );

  expectClean(QUERY);
});
