import type { TestEventPatternRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { invalidParameter } from "../errors.ts";
import { readPattern } from "../read-pattern.ts";
import type { EventBridge } from "../state.ts";

/** The members that an event must have: as was recorded, `resources` is none of them, other than the documentation says. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
const MEMBERS = ["id", "account", "source", "time", "region", "detail-type"];

function parsedEvent(text: string): object | undefined {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event !== "object" || event === null || Array.isArray(event)) return undefined;
    return MEMBERS.every((name) => Object.hasOwn(event, name)) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export function testEventPattern(
  { EventPattern, Event }: Input<TestEventPatternRequest>,
  _call: Call<EventBridge>,
): object {
  const pattern = readPattern(EventPattern);
  const event = parsedEvent(Event);
  if (event === undefined) throw invalidParameter("Parameter Event is not valid.");
  return { Result: pattern.matches(event) };
}
