import { getAtt, given, type Written } from "../expansion.ts";
import { assumedBy } from "../function-role.ts";
import type { FunctionEvent } from "./event-source.ts";
import { deadLetters } from "./rule.ts";

/** A schedule of EventBridge Scheduler. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html */
export function scheduleV2({ id, properties, target, rest, expansion }: FunctionEvent): readonly string[] {
  const role = properties["RoleArn"];
  expansion.add(id, {
    ...rest,
    Type: "AWS::Scheduler::Schedule",
    Properties: {
      ScheduleExpression: properties["ScheduleExpression"],
      Name: properties["Name"] ?? id,
      FlexibleTimeWindow: properties["FlexibleTimeWindow"] ?? { Mode: "OFF" },
      ...given(
        properties,
        "Description",
        "EndDate",
        "GroupName",
        "KmsKeyArn",
        "ScheduleExpressionTimezone",
        "StartDate",
        "State",
      ),
      Target: {
        Arn: target,
        RoleArn: role ?? getAtt(`${id}Role`, "Arn"),
        ...given(properties, "Input", "RetryPolicy"),
        ...deadLetters(id, properties["DeadLetterConfig"] as Written | undefined, expansion),
      },
    },
  });
  if (role !== undefined) return [];
  const statement = { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: target };
  expansion.add(`${id}Role`, {
    ...rest,
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: assumedBy("scheduler.amazonaws.com"),
      ...given(properties, "PermissionsBoundary"),
      Policies: [
        {
          PolicyName: `${id}LambdaPolicy`,
          PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
        },
      ],
    },
  });
  return [];
}
