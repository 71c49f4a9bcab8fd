import { type Expansion, getAtt, given, type Written } from "../expansion.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** A rule of EventBridge by a schedule. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedule.html */
export function schedule(event: FunctionEvent): readonly string[] {
  const { properties } = event;
  const enabled = properties["Enabled"];
  return rule(event, {
    ScheduleExpression: properties["Schedule"],
    ...(properties["Name"] !== undefined && { Name: properties["Name"] }),
    ...given(properties, "Description"),
    ...(enabled !== undefined && { State: String(enabled) === "false" ? "DISABLED" : "ENABLED" }),
    ...given(properties, "State"),
  });
}

/** A rule of EventBridge by a pattern. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventbridgerule.html */
export function eventRule(event: FunctionEvent): readonly string[] {
  const { properties } = event;
  const enabled = properties["Enabled"];
  return rule(event, {
    EventPattern: properties["Pattern"],
    ...given(properties, "EventBusName", "State"),
    ...(properties["RuleName"] !== undefined && { Name: properties["RuleName"] }),
    ...(enabled !== undefined && { State: String(enabled) === "false" ? "DISABLED" : "ENABLED" }),
  });
}

function rule(event: FunctionEvent, settings: Written): readonly string[] {
  const { id, properties, target, rest, expansion } = event;
  const { Id = `${id}LambdaTarget` } = (properties["Target"] ?? {}) as Written;
  expansion.add(id, {
    ...rest,
    Type: "AWS::Events::Rule",
    Properties: {
      ...settings,
      Targets: [
        {
          Id,
          Arn: target,
          ...given(properties, "Input", "InputPath", "InputTransformer", "RetryPolicy"),
          ...deadLetters(id, properties["DeadLetterConfig"] as Written | undefined, expansion),
        },
      ],
    },
  });
  permit(event, "events.amazonaws.com", { SourceArn: getAtt(id, "Arn") });
  return [];
}

/** A queue for what cannot be delivered; one is made when only its type is named. */
export function deadLetters(id: string, settings: Written | undefined, expansion: Expansion): Written {
  if (settings === undefined) return {};
  if (settings["Arn"] !== undefined) return { DeadLetterConfig: given(settings, "Arn") };
  const queue = String(settings["QueueLogicalId"] ?? `${id}Queue`);
  expansion.add(queue, { Type: "AWS::SQS::Queue", Properties: {} });
  return { DeadLetterConfig: { Arn: getAtt(queue, "Arn") } };
}
