import type { BusEvent } from "./event.ts";
import { transformInput } from "./input-transformer.ts";
import { compileJsonPath } from "./json-path.ts";
import type { Rule, RuleTarget } from "./rule.ts";

/** What a target gets: the event, a part of it, a text of its own, or a template that is filled in. */
export function targetInput(rule: Rule, target: RuleTarget, event: BusEvent, ingested: number): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(compileJsonPath(InputPath)?.(event) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(event);
  // Without its detail, the event has the type of that by another name, as was recorded.
  const { detail: _detail, "detail-type": detailType, ...rest } = event;
  const envelope = { ...rest, detailType };
  return transformInput(InputTransformer, event, {
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event.ingestion-time": new Date(ingested).toISOString(),
    "aws.events.event": envelope,
    "aws.events.event.json": event,
  });
}
