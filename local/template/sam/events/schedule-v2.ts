import type { TemplateResource } from "../../template.ts";
import { type Expansion, getAtt, given, type Written } from "../expansion.ts";
import { assumedBy } from "../function-role.ts";
import { deadLetters } from "./dead-letters.ts";
import type { FunctionEvent } from "./event-source.ts";

/** A schedule of EventBridge Scheduler. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html */
export function scheduleV2(event: FunctionEvent): readonly string[] {
  addSchedule(event, { action: "lambda:InvokeFunction", policy: "LambdaPolicy" });
  return [];
}

/** Calls a function or a state machine. @param by what the role of the schedule may do, and how its policy is called */
export function addSchedule(
  {
    id,
    properties,
    target,
    rest,
    expansion,
  }: {
    readonly id: string;
    readonly properties: Written;
    readonly target: unknown;
    readonly rest: Partial<TemplateResource>;
    readonly expansion: Expansion;
  },
  by: { readonly action: string; readonly policy: string },
): void {
  const role = properties["RoleArn"];
  const letters = properties["DeadLetterConfig"] as Written | undefined;
  const { target: dead, queue } = deadLetters(id, letters, expansion, rest);
  const ownName = String(properties["OmitName"] ?? false) === "true" ? {} : { Name: id };
  expansion.add(id, {
    ...rest,
    Type: "AWS::Scheduler::Schedule",
    Properties: {
      ...ownName,
      FlexibleTimeWindow: { Mode: "OFF" },
      ...given(
        properties,
        "Description",
        "EndDate",
        "FlexibleTimeWindow",
        "GroupName",
        "KmsKeyArn",
        "Name",
        "ScheduleExpression",
        "ScheduleExpressionTimezone",
        "StartDate",
        "State",
      ),
      Target: {
        Arn: target,
        RoleArn: role ?? getAtt(`${id}Role`, "Arn"),
        ...given(properties, "Input", "RetryPolicy"),
        ...dead,
      },
    },
  });
  if (role !== undefined) return;
  const policies = [policyOf(id + by.policy, by.action, target)];
  if (queue !== undefined) policies.push(policyOf(`${id}SQSPolicy`, "sqs:SendMessage", getAtt(queue, "Arn")));
  expansion.add(`${id}Role`, {
    ...rest,
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: assumedBy("scheduler.amazonaws.com"),
      ...given(properties, "PermissionsBoundary"),
      Policies: policies,
    },
  });
}

/** A policy with one statement. */
export function policyOf(PolicyName: string, Action: string, Resource: unknown): Written {
  return {
    PolicyName,
    PolicyDocument: { Statement: [{ Action, Effect: "Allow", Resource }] },
  };
}
