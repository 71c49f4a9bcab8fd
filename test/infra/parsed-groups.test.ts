import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkDeployment, LogTransformer, MonitoredLogGroup } from "../../infra/index.ts";
import { AlertingStack } from "../../infra/stacks/alerting-stack.ts";
import { LogGroupsStack } from "../../infra/stacks/log-groups-stack.ts";
import { alarmsOfTemplate, runBacktest } from "../../local/backtest/index.ts";
import { LocalCloud } from "../../local/index.ts";
import { refusal, testStack } from "./app-for-tests.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 15, 12);
const GROUP = "/shop/web";
const CONFIGURATION = {
  groups: { web: { name: GROUP, parse: "apache", deletionProtection: true } },
  signals: {
    "web-5xx": { group: "web", pattern: "{ $.status_code >= 500 }", moreThan: 1, within: "1m" },
  },
};

const line = (status: number): string =>
  `10.0.0.1 - kim [15/Jan/2026:12:00:00 +0000] "GET /pay HTTP/1.1" ${status} 12`;

describe("a group of cumulog.yaml with parse", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "parsed-groups-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("has its signals look at the documents, in the local cloud as in a backtest", async () => {
    const app = new App({ outdir: folder, context: { "aws:cdk:bundling-stacks": [] } });
    const { groups, channels, signals, mute } = checkDeployment(CONFIGURATION, "cumulog.yaml");
    const made = new LogGroupsStack(app, "Groups", { groups });
    new AlertingStack(app, "Alerting", { groups: made.groups, channels, signals, mute });
    app.synth();
    const events = [200, 500, 503, 404].map((status, index) => ({
      timestamp: START + index * 1_000,
      message: line(status),
    }));

    const tested = await runBacktest(await alarmsOfTemplate(folder), events);
    const cloud = await LocalCloud.start({ clock: { start: START, speed: 0 }, googlePort: false });
    await cloud.deploy(folder);
    const client = {
      endpoint: cloud.endpoints.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    };
    const [logs, metrics] = [new CloudWatchLogs(client), new CloudWatch(client)];
    const stream = { logGroupName: GROUP, logStreamName: "s" };
    await logs.createLogStream(stream);
    await logs.putLogEvents({ ...stream, logEvents: events });
    await cloud.clock.advance("1m");
    const { AlarmHistoryItems = [] } = await metrics.describeAlarmHistory({
      HistoryItemType: "StateUpdate",
      ScanBy: "TimestampAscending",
    });
    const protectedGroup = logs.deleteLogGroup({ logGroupName: GROUP });
    await expect(protectedGroup).rejects.toThrow("deletion protection");
    await cloud.stop();
    logs.destroy();
    metrics.destroy();

    const firings = AlarmHistoryItems.filter(({ HistorySummary = "" }) =>
      HistorySummary.endsWith("to ALARM"),
    );
    expect(firings.map(({ Timestamp }) => Number(Timestamp))).toEqual([START + MINUTE]);
    expect(tested.alarms.map(({ alarmName, firings: own }) => [alarmName, own.length])).toEqual([
      ["web-5xx", 1],
    ]);
  });

  test("deploys the processors of a format, before the filters that need them", () => {
    const stack = testStack();

    const group = new MonitoredLogGroup(stack, "Group", { parse: "waf" });
    group.addAlarm("Blocked", { pattern: "{ $.action = BLOCK }" });

    const template = Template.fromStack(stack);
    template.hasResourceProperties("AWS::Logs::Transformer", { TransformerConfig: [{ ParseWAF: {} }] });
    template.hasResourceProperties("AWS::Logs::MetricFilter", { ApplyOnTransformedLogs: true });
    const [[transformer] = []] = Object.entries(template.findResources("AWS::Logs::Transformer"));
    const [filter] = Object.values(template.findResources("AWS::Logs::MetricFilter"));
    expect(filter!["DependsOn"]).toContain(transformer);
  });

  test.each([
    [{ parse: "apache2" }, /groups\.web\.parse/],
    [{ parse: [{ addKeys: { entries: [{ key: "a", value: "b" }] } }] }, /first processor must be a parser/],
    [{ parse: [{ nothing: {} }] }, /there is no processor nothing/],
    [{ parse: [{ grok: { match: "%{NOTHING}" } }] }, /there is no pattern NOTHING/],
  ])("refuses %j by name", (settings, message) => {
    const configuration = { groups: { web: { name: GROUP, ...settings } } };

    expect(() => checkDeployment(configuration, "cumulog.yaml")).toThrow(message);
  });

  test("is refused twice, for a class that cannot, and for a subscription without documents", () => {
    const stack = testStack();
    const { logGroup } = new MonitoredLogGroup(stack, "Group", { parse: "json" });
    const plain = new MonitoredLogGroup(stack, "Plain");
    const destination = new LambdaFunction(stack, "Function", {
      runtime: Runtime.NODEJS_24_X,
      handler: "index.handler",
      code: Code.fromInline("exports.handler = async () => {};"),
    });

    expect(() => new LogTransformer(stack, "Second", { logGroup, parse: "json" })).toThrow(
      refusal(/has a transformer already/),
    );
    expect(() => plain.addSubscription("Copy", { destination, transformed: true })).toThrow(
      refusal(/has no transformer/),
    );
  });
});

describe("a group of cumulog.yaml with mask", () => {
  const groups = {
    api: { name: "/shop/api", mask: ["EmailAddress"], maskFindings: "findings" },
    findings: { name: "/shop/findings" },
  };

  test("is made after the group that is told of its data", () => {
    const app = new App({ context: { "aws:cdk:bundling-stacks": [] } });

    const made = new LogGroupsStack(app, "Groups", {
      groups: checkDeployment({ groups }, "cumulog.yaml").groups,
    });

    const found = Object.values(Template.fromStack(made).findResources("AWS::Logs::LogGroup"));
    const masked = found.filter(({ Properties }) => Properties.DataProtectionPolicy !== undefined);
    expect(masked.map(({ Properties }) => Properties.LogGroupName)).toEqual(["/shop/api"]);
    expect([...made.groups.keys()]).toEqual(["api", "findings"]);
  });

  test.each([
    [
      { ...groups, findings: { ...groups.findings, mask: ["IpAddress"], maskFindings: "api" } },
      /without maskFindings/,
    ],
    [{ api: groups.api }, /there is no group "findings"/],
    [{ ...groups, api: { ...groups.api, mask: [] } }, /nothing is masked/],
    [{ api: { name: "/a", mask: [{ name: "a b", regex: "x" }] } }, /expected 1 to 128 letters/],
  ])("refuses %j", (wrong, message) => {
    expect(() => checkDeployment({ groups: wrong }, "cumulog.yaml")).toThrow(message);
  });
});
