import type { PutAlarmMuteRuleInput } from "@aws-sdk/client-cloudwatch";
import { type MuteRuleInput, validateMuteRule } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { CloudWatch } from "../state.ts";
import { obeying } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MOST_RULES = 2_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html */
export function putAlarmMuteRule(input: Input<PutAlarmMuteRuleInput>, { state }: Call<CloudWatch>): object {
  const { Tags = [], ...given } = input;
  const rule = given as MuteRuleInput;
  obeying(() => validateMuteRule(rule));
  const isNew = !state.mutes.find(rule.Name);
  if (isNew && state.mutes.all().length >= MOST_RULES)
    throw new ServiceError("LimitExceeded", `There are ${MOST_RULES} alarm mute rules already.`);
  const { arn } = state.mutes.put(rule);
  if (isNew) state.tags.add(arn, Tags);
  return {};
}
