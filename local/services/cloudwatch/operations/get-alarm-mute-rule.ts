import type { GetAlarmMuteRuleInput } from "@aws-sdk/client-cloudwatch";
import { muteRuleStatus } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { CloudWatch } from "../state.ts";
import { notFound, seconds } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetAlarmMuteRule.html */
export function getAlarmMuteRule(
  input: Input<GetAlarmMuteRuleInput>,
  { state, cloud }: Call<CloudWatch>,
): object {
  const rule = state.mutes.find(input.AlarmMuteRuleName);
  if (!rule) throw notFound(`The alarm mute rule ${input.AlarmMuteRuleName} does not exist.`);
  const { arn, createdAt: _created, updatedAt, ...given } = rule;
  return {
    ...given,
    AlarmMuteRuleArn: arn,
    ...muteRuleStatus(rule, seconds(cloud.clock.now())),
    LastUpdatedTimestamp: seconds(updatedAt),
  };
}
