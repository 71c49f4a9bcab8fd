import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { Lambda } from "@aws-sdk/client-lambda";
import { alarmsOfStacks } from "@cumulog/local/backtest";
import { App, Duration, Stack, Validations } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  CfnFunction,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { AwsSolutionsChecks } from "cdk-nag";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { AlertChannel, FunctionAlarms, MonitorFunctions } from "../../infra/index.ts";
import { LocalCloud } from "../../local/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

const FAILS = "exports.handler = async () => { throw new Error('no provider'); };";
const code = (source = "exports.handler = async () => 'done';") => Code.fromInline(source);

function lambda(scope: Construct, id: string, props: object = {}): LambdaFunction {
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  return new LambdaFunction(scope, id, {
    code: code(),
    handler: "index.handler",
    runtime: Runtime.NODEJS_24_X,
    role,
    ...props,
  });
}

const channel = () => {
  const names: string[] = [];
  return {
    names,
    notify: (alarm: unknown) => void names.push((alarm as { node: { path: string } }).node.path),
  };
};
const alarmNames = (stack: Stack): string[] =>
  Object.values(Template.fromStack(stack).findResources("AWS::CloudWatch::Alarm"))
    .map(({ Properties }) => Properties.AlarmName)
    .sort();

describe("MonitorFunctions", () => {
  test("watches the functions that are there and those that are added later", () => {
    const stack = testStack();
    const team = channel();
    lambda(stack, "Pay", { timeout: Duration.seconds(10) });

    MonitorFunctions.of(stack, { channels: [team] });
    lambda(stack, "Ship");

    expect(alarmNames(stack)).toEqual(
      ["Pay", "Ship"].flatMap((name) =>
        ["Errors", "NearTimeout", "Throttles"].map((problem) => `Test-${name}-${problem}`),
      ),
    );
    expect(team.names).toHaveLength(6);
    const template = Template.fromStack(stack);
    for (const [name, Threshold] of [
      ["Pay", 8_000],
      ["Ship", 2_400],
    ] as const)
      template.hasResourceProperties("AWS::CloudWatch::Alarm", {
        AlarmName: `Test-${name}-NearTimeout`,
        MetricName: "Duration",
        ExtendedStatistic: "p99",
        Threshold,
      });
  });

  test("leaves out what exclude names, by construct or path, and says which name stands for nothing", () => {
    const stack = testStack();
    const jobs = new Construct(stack, "Jobs");
    lambda(jobs, "Nightly");
    const pay = lambda(stack, "Pay");
    lambda(stack, "Ship");

    MonitorFunctions.of(stack, { channels: [], exclude: ["Test/Jobs", pay] });

    expect(alarmNames(stack).map((name) => name.split("-")[1])).toEqual(["Ship", "Ship", "Ship"]);

    const other = testStack();
    lambda(other, "Pay");
    MonitorFunctions.of(other, { channels: [], exclude: ["Test/Py"] });
    expect(() => (other.node.root as App).synth()).toThrow(/no function at "Test\/Py"/);
  });

  test("leaves alone what is watched already: by FunctionAlarms, by another scope, and the package's own", () => {
    const stack = testStack();
    new FunctionAlarms(stack, "PayAlarms", { of: lambda(stack, "Pay"), channels: [] });
    lambda(stack, "Ship");
    const onCall = new AlertChannel(stack, "OnCall", {
      destinations: [
        { name: "team", type: "webhook", url: "https://example.com", signingSecret: "ssm:/secret" },
      ],
    });

    MonitorFunctions.of(stack.node.root, { channels: [onCall] });
    MonitorFunctions.of(stack, { channels: [onCall] });

    const names = alarmNames(stack);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => /Ship|Pay/.test(name))).toHaveLength(6);
    expect(names.filter((name) => name.includes("Notifier-NearTimeout"))).toEqual([]);
  });

  test("gives logs without a retention one, and keeps what functions say themselves", () => {
    const stack = testStack();
    lambda(stack, "Pay");
    const logGroup = new LogGroup(stack, "Own", { retention: RetentionDays.ONE_WEEK });
    lambda(stack, "Ship", { logGroup, loggingFormat: LoggingFormat.TEXT });
    new CfnFunction(stack, "Raw", {
      code: { zipFile: "exports.handler = async () => 1;" },
      role: "arn:aws:iam::123456789012:role/raw",
      handler: "index.handler",
      runtime: "nodejs24.x",
    });

    MonitorFunctions.of(stack, { channels: [], retention: RetentionDays.ONE_MONTH, logLevel: "warn" });

    const template = Template.fromStack(stack);
    const groups = Object.values(template.findResources("AWS::Logs::LogGroup"));
    expect(groups.map(({ Properties }) => Properties.RetentionInDays).sort()).toEqual([30, 30, 7]);
    template.resourcePropertiesCountIs(
      "AWS::Lambda::Function",
      { LoggingConfig: { ApplicationLogLevel: "WARN", LogFormat: "JSON", LogGroup: Match.anyValue() } },
      2,
    );
    template.hasResourceProperties("AWS::Lambda::Function", {
      LoggingConfig: { LogFormat: "Text", ApplicationLogLevel: Match.absent() },
    });
    // Lambda writes under the function's role, which here allows nothing but that.
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: ["logs:CreateLogStream", "logs:PutLogEvents"] })],
      },
    });
  });

  test("sets the retention of the group that CDK's flag makes, and none when it is not wanted", () => {
    const flags = { "@aws-cdk/aws-lambda:useCdkManagedLogGroup": true };
    const stack = new Stack(new App({ context: flags }), "Test");
    lambda(stack, "Pay");
    const plain = testStack();
    lambda(plain, "Pay");

    MonitorFunctions.of(stack, { channels: [] });
    MonitorFunctions.of(plain, { channels: [], retention: false });

    Template.fromStack(stack).hasResourceProperties("AWS::Logs::LogGroup", { RetentionInDays: 90 });
    Template.fromStack(stack).resourceCountIs("AWS::Logs::LogGroup", 1);
    Template.fromStack(plain).resourceCountIs("AWS::Logs::LogGroup", 0);
  });
});

describe("FunctionAlarms", () => {
  test("takes an imported function; its time-out must be said", () => {
    const stack = testStack();
    const of = LambdaFunction.fromFunctionName(stack, "Pay", "pay");
    const other = LambdaFunction.fromFunctionName(stack, "Ship", "ship");

    new FunctionAlarms(stack, "PayAlarms", { of, channels: [] });
    new FunctionAlarms(stack, "ShipAlarms", { of: other, channels: [], timeout: Duration.seconds(5) });

    expect(alarmNames(stack)).toEqual([
      "Test-Pay-Errors",
      "Test-Pay-Throttles",
      "Test-Ship-Errors",
      "Test-Ship-NearTimeout",
      "Test-Ship-Throttles",
    ]);
  });

  test("refuses what is no percentage", () => {
    const stack = testStack();

    const make = () =>
      new FunctionAlarms(stack, "Alarms", { of: lambda(stack, "Pay"), channels: [], nearTimeout: 800 });

    expect(make).toThrow(refusal(/nearTimeout is 800: expected percent/));
  });
});

/** Fifty functions in two stacks, one of which fails, watched by one line. */
function shop(outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  const alerting = new Stack(app, "Alerting");
  const onCall = new AlertChannel(alerting, "OnCall", { emails: ["on-call@example.com"] });
  MonitorFunctions.of(app, { channels: [onCall], exclude: ["Jobs/Function49"] });
  for (const [name, first, last] of [
    ["Shop", 0, 25],
    ["Jobs", 25, 50],
  ] as const) {
    const stack = new Stack(app, name);
    for (let index: number = first; index < last; index += 1)
      lambda(stack, `Function${index}`, {
        functionName: `f${index}`,
        ...(index === 7 && { code: code(FAILS) }),
      });
  }
  return app;
}

// The function that fails runs as a process of its own.
describe("an app of 50 functions, monitored by one line", { timeout: 180_000 }, () => {
  test("has three alarms for each function but the excluded, tells of the one that fails, and passes the checks", async () => {
    const outdir = mkdtempSync(join(tmpdir(), "fifty-functions-"));
    const app = shop(outdir);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const { stacks } = app.synth();
    const cloud = await LocalCloud.start({
      clock: { start: Date.UTC(2026, 0, 2), speed: 0 },
      googlePort: false,
    });
    const client = {
      endpoint: cloud.endpoints.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    };
    const [functions, monitoring, logs] = [
      new Lambda(client),
      new CloudWatch(client),
      new CloudWatchLogs(client),
    ];
    try {
      const sources = stacks.map(({ stackName: name, template }) => ({
        name,
        template,
        parameters: {},
        assets: new Map(),
      }));
      const { alarms } = await alarmsOfStacks(sources);
      await cloud.deploy(outdir);
      for (const FunctionName of ["f7", "f8"]) await functions.invoke({ FunctionName });
      await cloud.settled();
      await cloud.clock.advance("6m");
      await cloud.settled();

      const { MetricAlarms = [] } = await monitoring.describeAlarms({ StateValue: "ALARM" });
      const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: "Shop-Function7" });
      expect(alarms).toHaveLength(49 * 3);
      expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(["Shop-Function7-Errors"]);
      expect(MetricAlarms[0]?.AlarmActions).toHaveLength(1);
      expect(
        logGroups.map(({ retentionInDays, storedBytes = 0 }) => [retentionInDays, storedBytes > 0]),
      ).toEqual([[90, true]]);
    } finally {
      for (const one of [functions, monitoring, logs]) one.destroy();
      await cloud.stop();
      rmSync(outdir, { recursive: true, force: true });
    }
  });
});
