import type { ListAlarmMuteRulesInput } from "@aws-sdk/client-cloudwatch";
import { muteRuleStatus } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { CloudWatch } from "../state.ts";
import { pageOf, seconds } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListAlarmMuteRules.html */
export function listAlarmMuteRules(
  { AlarmName, Statuses, MaxRecords = 50, NextToken: token }: Input<ListAlarmMuteRulesInput>,
  { state, cloud }: Call<CloudWatch>,
): object {
  const now = seconds(cloud.clock.now());
  const summaries = state.mutes
    .all()
    .filter(({ MuteTargets }) => AlarmName === undefined || MuteTargets?.AlarmNames.includes(AlarmName))
    .map((rule) => ({
      AlarmMuteRuleArn: rule.arn,
      ...(rule.ExpireDate !== undefined && { ExpireDate: rule.ExpireDate }),
      ...muteRuleStatus(rule, now),
      LastUpdatedTimestamp: seconds(rule.updatedAt),
    }))
    .filter(({ Status }) => !Statuses?.length || Statuses.includes(Status));
  const { items, NextToken } = pageOf(summaries, token, MaxRecords);
  return { AlarmMuteRuleSummaries: items, ...(NextToken && { NextToken }) };
}
