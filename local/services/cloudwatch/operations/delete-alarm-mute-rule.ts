import type { DeleteAlarmMuteRuleInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { CloudWatch } from "../state.ts";

/** A rule that is not there is no error. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarmMuteRule.html */
export function deleteAlarmMuteRule(
  input: Input<DeleteAlarmMuteRuleInput>,
  { state }: Call<CloudWatch>,
): object {
  const rule = state.mutes.find(input.AlarmMuteRuleName);
  if (rule) {
    state.mutes.delete(rule.Name);
    state.tags.forget(rule.arn);
  }
  return {};
}
