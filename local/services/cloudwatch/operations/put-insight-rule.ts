import type { PutInsightRuleInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ruleArn } from "../insight-rule.ts";
import type { CloudWatch } from "../state.ts";
import { invalidValue } from "../validation.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutInsightRule.html */
export function putInsightRule(input: Input<PutInsightRuleInput>, call: Call<CloudWatch>) {
  const { tags, insightRules } = call.state;
  const { RuleName: name, RuleDefinition: definition, RuleState: state = "ENABLED" } = input;
  if (!isObject(definition)) throw invalidValue("The parameter RuleDefinition must be a JSON object.");
  if (!insightRules.has(name)) tags.add(ruleArn(call.cloud, name), input.Tags ?? []);
  insightRules.set(name, { name, definition, state });
  return {};
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
