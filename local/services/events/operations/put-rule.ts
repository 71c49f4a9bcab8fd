import type { PutRuleRequest } from "@aws-sdk/client-eventbridge";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagRecord } from "#kernel/tags.ts";
import { invalidParameter } from "../errors.ts";
import { busName, DEFAULT_BUS } from "../event-bus.ts";
import { readPattern } from "../read-pattern.ts";
import type { Rule } from "../rule.ts";
import { isSchedule } from "../rule-schedule.ts";
import type { EventBridge } from "../state.ts";

/** @throws ServiceError */
function checkRule({ EventPattern, ScheduleExpression }: Input<PutRuleRequest>, bus: string): void {
  if (!EventPattern && !ScheduleExpression)
    throw invalidParameter("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (ScheduleExpression && bus !== DEFAULT_BUS)
    throw invalidParameter("ScheduleExpression is supported only on the default event bus.");
  if (ScheduleExpression && !isSchedule(ScheduleExpression))
    throw invalidParameter("Parameter ScheduleExpression is not valid.");
  if (EventPattern) readPattern(EventPattern);
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export function putRule(input: Input<PutRuleRequest>, { state: bridge, cloud }: Call<EventBridge>): object {
  const bus = bridge.bus(busName(input.EventBusName)).name;
  checkRule(input, bus);
  const present = bridge.findRule(bus, input.Name);
  const path = bus === DEFAULT_BUS ? input.Name : `${bus}/${input.Name}`;
  const rule: Rule = {
    name: input.Name,
    bus,
    arn: arnOf(cloud, "events", `rule/${path}`),
    description: input.Description,
    eventPattern: input.EventPattern || undefined,
    scheduleExpression: input.ScheduleExpression || undefined,
    state: input.State ?? "ENABLED",
    roleArn: input.RoleArn,
    since: cloud.clock.now(),
    targets: present?.targets ?? [],
    tags: present?.tags ?? tagRecord(input.Tags ?? []),
  };
  bridge.saveRule(rule);
  return { RuleArn: rule.arn };
}
