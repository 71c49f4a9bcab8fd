import type { TemplateResource } from "../../template.ts";
import { type Expansion, getAtt, given, type Written } from "../expansion.ts";
import { deadLetters, permitRule } from "./dead-letters.ts";
import { type FunctionEvent, permit } from "./event-source.ts";

/** A rule of EventBridge by a schedule. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedule.html */
export function schedule(event: FunctionEvent): readonly string[] {
  return called(event, scheduleSettings(event.properties));
}

/** A rule of EventBridge by a pattern. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventbridgerule.html */
export function eventRule(event: FunctionEvent): readonly string[] {
  return called(event, patternSettings(event.properties));
}

export function scheduleSettings(properties: Written): Written {
  return {
    ScheduleExpression: properties["Schedule"],
    ...given(properties, "Description", "Name"),
    ...stateOf(properties),
  };
}

export function patternSettings(properties: Written): Written {
  return {
    EventPattern: properties["Pattern"],
    ...given(properties, "EventBusName"),
    ...(properties["RuleName"] !== undefined && { Name: properties["RuleName"] }),
    ...stateOf(properties),
  };
}

function stateOf(properties: Written): Written {
  const { Enabled, State } = properties;
  if (State !== undefined) return { State };
  if (Enabled === undefined) return {};
  return { State: String(Enabled) === "false" ? "DISABLED" : "ENABLED" };
}

function called(event: FunctionEvent, settings: Written): readonly string[] {
  const { id, target } = event;
  addRule(event, settings, { Id: `${id}LambdaTarget`, Arn: target });
  permit(event, "events.amazonaws.com", { SourceArn: getAtt(id, "Arn") });
  return [];
}

/** What is called by an event of a function or a state machine. */
interface RuleEvent {
  readonly id: string;
  readonly properties: Written;
  readonly rest: Partial<TemplateResource>;
  readonly expansion: Expansion;
}

/** @param target what the rule calls, with its id */
export function addRule(
  { id, properties, rest, expansion }: RuleEvent,
  settings: Written,
  target: Written,
): void {
  const letters = properties["DeadLetterConfig"] as Written | undefined;
  const { target: dead, queue } = deadLetters(id, letters, expansion, rest);
  const own = (properties["Target"] ?? {}) as Written;
  expansion.add(id, {
    ...rest,
    Type: "AWS::Events::Rule",
    Properties: {
      ...settings,
      Targets: [
        {
          ...target,
          ...given(own, "Id"),
          ...given(properties, "Input", "InputPath", "InputTransformer", "RetryPolicy"),
          ...dead,
        },
      ],
    },
  });
  if (queue !== undefined) permitRule(id, queue, expansion, rest);
}
