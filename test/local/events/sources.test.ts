import { CloudFormationClient, CreateStackCommand } from "@aws-sdk/client-cloudformation";
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutAlarmMuteRuleCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateScheduledQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { startBusCloud } from "./bus-cloud.ts";

const ALARM: PutMetricAlarmCommandInput = {
  AlarmName: "errors",
  AlarmDescription: "Too many errors",
  Namespace: "Shop",
  MetricName: "Errors",
  Dimensions: [{ Name: "Route", Value: "/pay" }],
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 3,
  ComparisonOperator: "GreaterThanThreshold",
};

async function prepare(pattern: object) {
  const cloud = await startBusCloud();
  const Arn = await cloud.queue("events");
  await cloud.rule({ Name: "all", EventPattern: JSON.stringify(pattern) }, { Arn });
  const monitoring = new CloudWatchClient(cloud.client);
  const bodies = async () =>
    (await cloud.received("events")).map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>);
  return { cloud, monitoring, bodies, [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose]() };
}

test("an alarm's change of state is an event, also while its actions are muted", async () => {
  await using prepared = await prepare({
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    detail: { state: { value: ["ALARM"] } },
  });
  const { cloud, monitoring, bodies } = prepared;
  await monitoring.send(new PutMetricAlarmCommand(ALARM));
  const set = (StateValue: "ALARM" | "OK") =>
    monitoring.send(new SetAlarmStateCommand({ AlarmName: "errors", StateValue, StateReason: "by hand" }));

  await set("ALARM");
  await set("OK");
  const [event, ...more] = await bodies();
  await monitoring.send(
    new PutAlarmMuteRuleCommand({
      Name: "night",
      Rule: { Schedule: { Expression: "cron(0 * * * *)", Duration: "PT30M" } },
      MuteTargets: { AlarmNames: ["errors"] },
    }),
  );
  await set("ALARM");
  const [muted] = await bodies();

  expect(more).toEqual([]);
  expect(event).toMatchObject({
    "detail-type": "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    time: "2026-01-05T12:00:00Z",
    resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors"],
    detail: {
      alarmName: "errors",
      state: { value: "ALARM", reason: "by hand", timestamp: "2026-01-05T12:00:00.000+0000" },
      previousState: { value: "INSUFFICIENT_DATA" },
      configuration: {
        description: "Too many errors",
        metrics: [
          {
            metricStat: {
              metric: { namespace: "Shop", name: "Errors", dimensions: { Route: "/pay" } },
              period: 60,
              stat: "Sum",
            },
            returnData: true,
          },
        ],
      },
    },
  });
  expect(event!["detail"]).not.toHaveProperty("muteDetail");
  expect(muted!["detail"]).toMatchObject({
    muteDetail: {
      mutedByArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm-mute-rule:night",
      muteWindowStart: "2026-01-05T12:00:00.000+0000",
      muteWindowEnd: "2026-01-05T12:30:00.000+0000",
    },
  });
  expect(cloud.inbox.list()).toEqual([]);
});

test("a composite alarm's event has its rule, and an alarm that is made, changed and deleted has events", async () => {
  await using prepared = await prepare({ source: ["aws.cloudwatch"] });
  const { cloud, monitoring, bodies } = prepared;
  await monitoring.send(new PutMetricAlarmCommand(ALARM));
  await monitoring.send(new PutMetricAlarmCommand({ ...ALARM, Threshold: 5 }));
  const configured = await bodies();
  await monitoring.send(new PutCompositeAlarmCommand({ AlarmName: "any", AlarmRule: "ALARM(errors)" }));
  await monitoring.send(
    new SetAlarmStateCommand({ AlarmName: "errors", StateValue: "ALARM", StateReason: "by hand" }),
  );
  await cloud.clock.advance("1s");
  await monitoring.send(new DeleteAlarmsCommand({ AlarmNames: ["any"] }));
  const events = await bodies();

  expect(configured).toMatchObject([
    { "detail-type": "CloudWatch Alarm Configuration Change", detail: { operation: "create" } },
    {
      detail: {
        operation: "update",
        state: { value: "INSUFFICIENT_DATA" },
        configuration: { threshold: 5, alarmName: "errors", actionsEnabled: true, okActions: [] },
        previousConfiguration: { threshold: 3 },
      },
    },
  ]);
  const states = events.filter((event) => event["detail-type"] === "CloudWatch Alarm State Change");
  expect(states.at(-1)).toMatchObject({
    detail: { alarmName: "any", state: { value: "ALARM" }, configuration: { alarmRule: "ALARM(errors)" } },
  });
  expect(events.at(-1)).toMatchObject({ detail: { alarmName: "any", operation: "delete" } });
});

test("a scheduled query tells when its run is over", async () => {
  await using prepared = await prepare({
    source: ["aws.logs"],
    "detail-type": ["Scheduled Query Completed"],
    detail: { status: ["Complete"] },
  });
  const { cloud, bodies } = prepared;
  const logs = new CloudWatchLogsClient(cloud.client);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "/shop" }));
  const { scheduledQueryArn } = await logs.send(
    new CreateScheduledQueryCommand({
      name: "errors",
      queryLanguage: "CWLI",
      queryString: "stats count(*)",
      logGroupIdentifiers: ["/shop"],
      scheduleExpression: "cron(0/5 * * * ? *)",
      executionRoleArn: "arn:aws:iam::123456789012:role/queries",
    }),
  );

  await cloud.clock.advance("5m");
  const events = await bodies();

  expect(events).toMatchObject([
    { resources: [scheduledQueryArn], detail: { status: "Complete", queryString: "stats count(*)" } },
  ]);
});

test("a stack tells how far it is, and a function how an asynchronous invocation ended", async () => {
  await using prepared = await prepare({ source: ["aws.cloudformation", "lambda"] });
  const { cloud, bodies } = prepared;
  const handler =
    "exports.handler = async ({ fail }) => { if (fail) throw new Error('broken'); return 'done'; };";
  const template = {
    Resources: {
      Handler: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "worker",
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: "arn:aws:iam::123456789012:role/worker",
          Code: { ZipFile: handler },
        },
      },
      Results: {
        Type: "AWS::Lambda::EventInvokeConfig",
        Properties: {
          FunctionName: { Ref: "Handler" },
          Qualifier: "$LATEST",
          DestinationConfig: {
            OnSuccess: { Destination: "arn:aws:events:us-east-1:123456789012:event-bus/default" },
          },
        },
      },
    },
  };

  await new CloudFormationClient(cloud.client).send(
    new CreateStackCommand({ StackName: "results", TemplateBody: JSON.stringify(template) }),
  );
  await cloud.cloud.settled();
  const stack = await bodies();
  await new LambdaClient(cloud.client).send(
    new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload: "{}" }),
  );
  const [result] = await bodies();

  const statuses = stack.map(({ detail }) => detail as { "status-details": { status: string } });
  expect(statuses.map((detail) => detail["status-details"].status)).toEqual([
    "CREATE_IN_PROGRESS",
    "CREATE_COMPLETE",
  ]);
  expect(stack[0]).toMatchObject({ "detail-type": "CloudFormation Stack Status Change" });
  expect(result).toMatchObject({
    "detail-type": "Lambda Function Invocation Result - Success",
    source: "lambda",
    detail: { requestContext: { condition: "Success" }, responsePayload: "done" },
  });
});
