import { Match, Template } from "aws-cdk-lib/assertions";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { describe, expect, test } from "vitest";
import { LogSubscription } from "../../infra/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

function prepare() {
  const stack = testStack();
  const own = new LogGroup(stack, "Own");
  const destination = new LambdaFunction(stack, "Function", {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromInline("exports.handler = async () => {}"),
    logGroup: own,
  });
  return { stack, own, destination, logGroup: new LogGroup(stack, "Group") };
}

describe("LogSubscription", () => {
  test("grants the invocation before it subscribes", () => {
    const { stack, destination, logGroup } = prepare();

    new LogSubscription(stack, "Subscription", { logGroup, destination, pattern: "ERROR" });

    const template = Template.fromStack(stack);
    template.hasResource("AWS::Logs::SubscriptionFilter", {
      Properties: { FilterPattern: "ERROR" },
      DependsOn: [Match.stringLikeRegexp("^SubscriptionPermission")],
    });
    template.hasResourceProperties("AWS::Lambda::Permission", {
      Action: "lambda:InvokeFunction",
      Principal: "logs.amazonaws.com",
    });
  });

  test("makes the filters of one group one after the other", () => {
    const { stack, destination, logGroup } = prepare();

    new LogSubscription(stack, "First", { logGroup, destination });
    new LogSubscription(stack, "Second", { logGroup, destination });

    Template.fromStack(stack).hasResource("AWS::Logs::SubscriptionFilter", {
      DependsOn: [Match.stringLikeRegexp("^FirstFilter"), Match.stringLikeRegexp("^SecondPermission")],
    });
  });

  test("refuses a third filter on a group and names the other two", () => {
    const { stack, destination, logGroup } = prepare();
    new LogSubscription(stack, "First", { logGroup, destination });
    new LogSubscription(stack, "Second", { logGroup, destination });

    const make = () => new LogSubscription(stack, "Third", { logGroup, destination });

    expect(make).toThrow(refusal(/Test\/Third.*Test\/First\/Filter, Test\/Second\/Filter/));
  });

  test("refuses to feed a function its own log", () => {
    const { stack, destination, own } = prepare();

    const make = () => new LogSubscription(stack, "Loop", { logGroup: own, destination });

    expect(make).toThrow(refusal(/Test\/Loop.*own log group/));
  });

  test("refuses a malformed pattern", () => {
    const { stack, destination, logGroup } = prepare();

    const make = () => new LogSubscription(stack, "Broken", { logGroup, destination, pattern: "{ $.a = }" });

    expect(make).toThrow(refusal(/Test\/Broken: the filter pattern/));
  });
});
