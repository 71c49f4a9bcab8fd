import type { PutTargetsRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { checkTarget } from "../check-target.ts";
import { busName } from "../event-bus.ts";
import type { RuleTarget } from "../rule.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_TARGETS = 5;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export function putTargets(
  { Rule, EventBusName, Targets }: Input<PutTargetsRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const rule = bridge.rule(bridge.bus(busName(EventBusName)).name, Rule);
  for (const target of Targets) checkTarget(target);
  const ids = new Set(Targets.map(({ Id }) => Id));
  const targets = [...rule.targets.filter(({ Id }) => !ids.has(Id)), ...(Targets as RuleTarget[])];
  if (targets.length > MOST_TARGETS)
    throw new ServiceError(
      "LimitExceededException",
      "The requested resource exceeds the maximum number allowed.",
    );
  bridge.saveRule({ ...rule, targets });
  return { FailedEntryCount: 0, FailedEntries: [] };
}
