import type { EnableInsightRulesInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { forEachRule } from "../insight-rule.ts";
import type { CloudWatch } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableInsightRules.html */
export function enableInsightRules(input: Input<EnableInsightRulesInput>, { state }: Call<CloudWatch>) {
  const { insightRules } = state;
  return forEachRule(insightRules, input.RuleNames, (rule) =>
    insightRules.set(rule.name, { ...rule, state: "ENABLED" }),
  );
}
