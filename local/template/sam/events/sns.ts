import { getAtt, given, type Written } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";
import { mapping } from "./event-source-mapping.ts";

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html */
export function sns(event: FunctionEvent): readonly string[] {
  const { id, properties, target, rest, expansion } = event;
  const queue = properties["SqsSubscription"];
  const viaQueue = queue !== undefined && queue !== false;
  const Endpoint = viaQueue ? ownQueue(event, (queue === true ? {} : queue) as Written) : target;
  expansion.add(id, {
    ...rest,
    Type: "AWS::SNS::Subscription",
    Properties: {
      TopicArn: properties["Topic"],
      Protocol: viaQueue ? "sqs" : "lambda",
      Endpoint,
      ...given(properties, "FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "Region"),
    },
  });
  if (viaQueue) return ["service-role/AWSLambdaSQSQueueExecutionRole"];
  permit(event, "sns.amazonaws.com", { SourceArn: properties["Topic"] });
  return [];
}

/** A queue between topic and function, made unless it is named. @returns its ARN */
function ownQueue(event: FunctionEvent, settings: Written): unknown {
  const { id, properties, rest, expansion } = event;
  const named = settings["QueueArn"];
  const arn = named ?? getAtt(`${id}Queue`, "Arn");
  const url = settings["QueueUrl"] ?? { Ref: `${id}Queue` };
  if (named === undefined) expansion.add(`${id}Queue`, { ...rest, Type: "AWS::SQS::Queue", Properties: {} });
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "sqs:SendMessage",
    Resource: arn,
    Condition: { ArnEquals: { "aws:SourceArn": properties["Topic"] } },
  };
  expansion.add(String(settings["QueuePolicyLogicalId"] ?? `${id}QueuePolicy`), {
    ...rest,
    Type: "AWS::SQS::QueuePolicy",
    Properties: { PolicyDocument: { Version: "2012-10-17", Statement: [statement] }, Queues: [url] },
  });
  const source = { BatchSize: 10, Enabled: true, ...given(settings, "BatchSize", "Enabled"), Queue: arn };
  mapping("Queue")({ ...event, id: `${id}EventSourceMapping`, properties: source });
  return arn;
}
