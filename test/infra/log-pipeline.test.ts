import { Match, Template } from "aws-cdk-lib/assertions";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { describe, expect, test } from "vitest";
import { LogPipeline } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

const RULE = {
  name: "errors",
  pattern: "ERROR",
  action: { type: "metric", namespace: "N", metric: "Errors" },
};

describe("LogPipeline", () => {
  test("subscribes the processor and alarms when its ledger does not balance", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogPipeline(stack, "Pipeline", { logGroups: [logGroup], configuration: { rules: [RULE] } });

    const template = Template.fromStack(stack);
    template.resourceCountIs("AWS::Logs::SubscriptionFilter", 1);
    template.hasResourceProperties("AWS::CloudWatch::Alarm", {
      Metrics: Match.arrayWith([
        Match.objectLike({ Expression: "ABS(received - processed - filtered - failed)", ReturnData: true }),
      ]),
    });
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  test("may do at its destinations only what it must", () => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    new LogPipeline(stack, "Pipeline", {
      logGroups: [logGroup],
      configuration: { rules: [], destinations: [{ type: "log-group", name: "copy", logGroup: "/copy" }] },
    });

    Template.fromStack(stack).hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: Match.arrayWith([
              { "Fn::Join": ["", Match.arrayWith([Match.stringLikeRegexp(":log-group:/copy$")])] },
            ]),
          }),
        ]),
      },
    });
  });

  test.each([
    [
      "an unknown action",
      { rules: [{ ...RULE, action: { type: "shout" } }] },
      /Test\/Pipeline: the configuration/,
    ],
    [
      "a malformed pattern",
      { rules: [{ ...RULE, pattern: "{ $.a" }] },
      /Test\/Pipeline: rules\.0 \(errors\)/,
    ],
  ])("refuses %s", (_what, configuration, message) => {
    const stack = testStack();
    const logGroup = new LogGroup(stack, "Group");

    const make = () => new LogPipeline(stack, "Pipeline", { logGroups: [logGroup], configuration });

    expect(make).toThrow(refusal(message));
  });
});
