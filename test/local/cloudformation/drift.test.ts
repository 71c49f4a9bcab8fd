import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../query/test-server.ts";

let server: TestServer;
let client: CloudFormation;
beforeAll(async () => {
  server = await startTestServer();
  client = new CloudFormation(server.client);
});
afterAll(() => server[Symbol.asyncDispose]());

const call = (service: string, operation: string, input: object) =>
  server.cloud.call(service, operation, input);

const Resources = {
  Group: {
    Type: "AWS::Logs::LogGroup",
    Properties: { LogGroupName: "app", RetentionInDays: 7, Tags: [{ Key: "a", Value: "b" }] },
  },
  Filter: {
    Type: "AWS::Logs::MetricFilter",
    Properties: {
      LogGroupName: { Ref: "Group" },
      FilterName: "errors",
      FilterPattern: "ERROR",
      MetricTransformations: [
        {
          ...{ MetricName: "m", MetricNamespace: "n", MetricValue: "1", Unit: "Count" },
        },
      ],
    },
  },
  Alarm: {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      ...{ AlarmName: "errors", Namespace: "n", MetricName: "m", Statistic: "Sum", Period: "60" },
      ...{ EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: "GreaterThanThreshold" },
      Dimensions: [{ Name: "host", Value: "a" }],
    },
  },
  Queue: {
    Type: "AWS::SQS::Queue",
    Properties: {
      VisibilityTimeout: 40,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 },
    },
  },
  Dead: { Type: "AWS::SQS::Queue" },
  Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "pager", DisplayName: "Pager" } },
  Parameter: { Type: "AWS::SSM::Parameter", Properties: { Name: "/p", Type: "String", Value: "a" } },
  Function: {
    Type: "AWS::Lambda::Function",
    Properties: {
      ...{ FunctionName: "work", Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 5 },
      ...{ Role: "arn:aws:iam::123456789012:role/r", Code: { ZipFile: "exports.handler = () => 1" } },
      Environment: { Variables: { STAGE: "test" } },
    },
  },
  Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "bus" } },
};
const StackName = "shop";

async function detect(): Promise<[string | undefined, number | undefined]> {
  const { StackDriftDetectionId } = await client.detectStackDrift({ StackName });
  const status = await client.describeStackDriftDetectionStatus({ StackDriftDetectionId });
  expect(status.DetectionStatus).toBe("DETECTION_COMPLETE");
  return [status.StackDriftStatus, status.DriftedStackResourceCount];
}

const drifted = async () => {
  const { StackResourceDrifts } = await client.describeStackResourceDrifts({
    StackName,
    StackResourceDriftStatusFilters: ["MODIFIED", "DELETED"],
  });
  return StackResourceDrifts!;
};

test("what is changed or deleted behind a stack's back is found, property by property", async () => {
  // Prepare
  await client.createStack({ StackName, TemplateBody: JSON.stringify({ Resources }) });
  await server.cloud.settled();
  expect((await client.describeStacks({ StackName })).Stacks![0]!.DriftInformation).toEqual({
    StackDriftStatus: "NOT_CHECKED",
  });
  expect([await detect(), await drifted()]).toEqual([["IN_SYNC", 0], []]);

  // Act
  await call("logs", "PutRetentionPolicy", { logGroupName: "app", retentionInDays: 30 });
  await call("logs", "DeleteMetricFilter", { logGroupName: "app", filterName: "errors" });
  await call("monitoring", "PutMetricAlarm", {
    ...Resources.Alarm.Properties,
    ...{ Period: 60, Threshold: 6, Dimensions: [] },
  });
  await call("lambda", "UpdateFunctionConfiguration", {
    FunctionName: "work",
    Environment: { Variables: { STAGE: "live", MORE: "1" } },
  });

  // Assess
  expect(await detect()).toEqual(["DRIFTED", 4]);
  const found = (await drifted()).map(
    ({ LogicalResourceId, StackResourceDriftStatus, PropertyDifferences }) => [
      LogicalResourceId,
      StackResourceDriftStatus,
      PropertyDifferences,
    ],
  );
  expect(found.sort()).toEqual([
    [
      "Alarm",
      "MODIFIED",
      [
        { PropertyPath: "/Threshold", ExpectedValue: "5", ActualValue: "6", DifferenceType: "NOT_EQUAL" },
        {
          PropertyPath: "/Dimensions/0",
          ExpectedValue: '{"Name":"host","Value":"a"}',
          ActualValue: "null",
          DifferenceType: "REMOVE",
        },
      ],
    ],
    ["Filter", "DELETED", []],
    [
      "Function",
      "MODIFIED",
      [
        {
          PropertyPath: "/Environment/Variables/STAGE",
          ExpectedValue: "test",
          ActualValue: "live",
          DifferenceType: "NOT_EQUAL",
        },
      ],
    ],
    [
      "Group",
      "MODIFIED",
      [
        {
          PropertyPath: "/RetentionInDays",
          ExpectedValue: "7",
          ActualValue: "30",
          DifferenceType: "NOT_EQUAL",
        },
      ],
    ],
  ]);
  const { StackResources } = await client.describeStackResources({ StackName });
  const statuses = StackResources!.map((one) => one.DriftInformation?.StackResourceDriftStatus);
  expect(new Set(statuses)).toEqual(new Set(["MODIFIED", "DELETED", "IN_SYNC", "NOT_CHECKED"]));

  await call("logs", "PutRetentionPolicy", { logGroupName: "app", retentionInDays: 7 });
  const { StackDriftDetectionId } = await client.detectStackDrift({ StackName });
  const { StackResourceDrift } = await client.detectStackResourceDrift({
    StackName,
    LogicalResourceId: "Group",
  });
  expect(StackResourceDrift).toMatchObject({ StackResourceDriftStatus: "IN_SYNC", PropertyDifferences: [] });
  expect(await drifted()).toHaveLength(3);
  await expect(client.detectStackResourceDrift({ StackName, LogicalResourceId: "Bus" })).rejects.toThrow(
    "Drift detection is not supported for the resource Bus here.",
  );
  expect(await client.describeStackDriftDetectionStatus({ StackDriftDetectionId })).toMatchObject({
    StackDriftStatus: "DRIFTED",
  });
});
