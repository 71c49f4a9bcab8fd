import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const Role = "arn:aws:iam::123456789012:role/queries";
const group = { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/shop/api" } };
const resources = (threshold: string) => ({
  Group: group,
  Alarm: {
    Type: "AWS::CloudWatch::LogAlarm",
    Properties: {
      AlarmName: "errors",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: threshold,
      QueryResultsToEvaluate: "3",
      QueryResultsToAlarm: 2,
      ScheduledQueryConfiguration: {
        QueryString: "filter @message like /ERROR/",
        LogGroupIdentifiers: [{ Ref: "Group" }],
        ScheduledQueryRoleARN: Role,
        AggregationExpression: "count(*)",
        ScheduleConfiguration: { ScheduleExpression: "rate(5 minutes)", StartTimeOffset: "300" },
      },
    },
  },
  Mute: {
    Type: "AWS::CloudWatch::AlarmMuteRule",
    Properties: {
      Name: "nights",
      Rule: { Schedule: { Expression: "cron(0 22 * * *)", Duration: "PT8H", Timezone: "Europe/Vienna" } },
      MuteTargets: { AlarmNames: [{ Ref: "Alarm" }] },
      ExpireDate: "2030-01-01T00:00:00Z",
    },
  },
  Query: {
    Type: "AWS::Logs::ScheduledQuery",
    Properties: {
      Name: "by-service",
      QueryLanguage: "CWLI",
      QueryString: "stats count(*) by service",
      LogGroupIdentifiers: [{ Ref: "Group" }],
      ScheduleExpression: "cron(0 3 * * ? *)",
      StartTimeOffset: "86400",
      ExecutionRoleArn: Role,
      State: "ENABLED",
      DestinationConfiguration: {
        S3Configuration: { DestinationIdentifier: "s3://results/daily", RoleArn: Role },
      },
      Tags: [{ Key: "team", Value: "shop" }],
    },
  },
});

test("log alarms, mute rules and scheduled queries are made, changed and removed with their stack", async () => {
  const folder = mkdtempSync(join(tmpdir(), "template-"));
  const path = join(folder, "stack.json");
  const cloud = await LocalCloud.start({ clock: "stepped", googlePort: false });
  try {
    const client = {
      endpoint: cloud.endpoints.aws,
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    };
    const [monitoring, logs] = [new CloudWatch(client), new CloudWatchLogs(client)];
    const deploy = (Resources: object) => {
      writeFileSync(path, JSON.stringify({ Resources }));
      return cloud.deploy(path);
    };
    const alarms = async () => (await monitoring.describeAlarms({ AlarmTypes: ["LogAlarm"] })).LogAlarms!;

    await deploy(resources("10"));
    const [made] = await alarms();
    await deploy(resources("20"));
    const [changed] = await alarms();
    const rule = await monitoring.getAlarmMuteRule({ AlarmMuteRuleName: "nights" });
    const query = await logs.getScheduledQuery({ identifier: "by-service" });
    const { tags } = await logs.listTagsForResource({ resourceArn: query.scheduledQueryArn! });
    await deploy({ Group: group });

    expect(made).toMatchObject({ AlarmName: "errors", Threshold: 10, QueryResultsToEvaluate: 3 });
    expect(changed).toMatchObject({ AlarmName: "errors", Threshold: 20, AlarmArn: made!.AlarmArn });
    expect(rule).toMatchObject({
      MuteTargets: { AlarmNames: ["errors"] },
      ExpireDate: new Date("2030-01-01T00:00:00Z"),
    });
    expect(query).toMatchObject({
      startTimeOffset: 86_400,
      logGroupIdentifiers: ["/shop/api"],
      destinationConfiguration: {
        s3Configuration: { destinationIdentifier: "s3://results/daily", roleArn: Role },
      },
    });
    expect(tags).toEqual({ team: "shop" });
    expect(await alarms()).toEqual([]);
    expect((await monitoring.listAlarmMuteRules({})).AlarmMuteRuleSummaries).toEqual([]);
    expect((await logs.listScheduledQueries({})).scheduledQueries).toEqual([]);
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true });
  }
});
