import type { DeleteInsightRulesInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { forEachRule, ruleArn } from "../insight-rule.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteInsightRules.html */
export function deleteInsightRules(
  input: Input<DeleteInsightRulesInput>,
  { state: { tags, insightRules }, cloud }: Call<CloudWatch>,
) {
  return forEachRule(insightRules, input.RuleNames, ({ name }) => {
    insightRules.delete(name);
    tags.forget(ruleArn(cloud, name));
  });
}
