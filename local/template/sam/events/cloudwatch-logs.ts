import { sub } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** A subscription of a log group. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cloudwatchlogs.html */
export function cloudWatchLogs(event: FunctionEvent): readonly string[] {
  const { id, properties, target, rest, expansion } = event;
  const { LogGroupName, FilterPattern } = properties;
  const group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*";
  const permission = permit(event, "logs.amazonaws.com", {
    SourceArn: sub(group, { __LogGroupName__: LogGroupName }),
  });
  expansion.add(id, {
    ...rest,
    Type: "AWS::Logs::SubscriptionFilter",
    DependsOn: [permission],
    Properties: { LogGroupName, FilterPattern, DestinationArn: target },
  });
  return [];
}
