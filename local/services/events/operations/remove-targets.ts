import type { RemoveTargetsRequest } from "@aws-sdk/client-eventbridge";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { busName } from "../event-bus.ts";
import type { EventBridge } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export function removeTargets(
  { Rule, EventBusName, Ids }: Input<RemoveTargetsRequest>,
  { state: bridge }: Call<EventBridge>,
): object {
  const rule = bridge.rule(bridge.bus(busName(EventBusName)).name, Rule);
  const unknown = Ids.filter((id) => !rule.targets.some(({ Id }) => Id === id));
  bridge.saveRule({ ...rule, targets: rule.targets.filter(({ Id }) => !Ids.includes(Id)) });
  const FailedEntries = unknown.map((TargetId) => ({
    TargetId,
    ErrorCode: "ResourceNotFoundException",
    ErrorMessage: `Rule ${Rule} does not have a target with the Id ${TargetId}.`,
  }));
  return { FailedEntryCount: FailedEntries.length, FailedEntries };
}
