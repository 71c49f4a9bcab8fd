import { given, sub } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** A rule of IoT. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-iotrule.html */
export function iotRule(event: FunctionEvent): readonly string[] {
  const { id, properties, target, rest, expansion } = event;
  const rule = "arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}";
  permit(event, "iot.amazonaws.com", {
    SourceAccount: { Ref: "AWS::AccountId" },
    SourceArn: sub(rule, { RuleName: { Ref: id } }),
  });
  expansion.add(id, {
    ...rest,
    Type: "AWS::IoT::TopicRule",
    Properties: {
      TopicRulePayload: {
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: target } }],
        ...given(properties, "AwsIotSqlVersion", "Sql"),
      },
    },
  });
  return [];
}
