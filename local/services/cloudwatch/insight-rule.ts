import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import type { StoredMap } from "../../kernel/storage/stored-map.ts";

/** A Contributor Insights rule as it was given. */
export interface InsightRule {
  readonly name: string;
  /** JSON text. */
  readonly definition: string;
  readonly state: string;
}

function missingRule(name: string): object {
  return {
    FailureResource: name,
    ExceptionType: "ResourceNotFound",
    FailureCode: "404",
    FailureDescription: `The rule ${name} does not exist.`,
  };
}

export function ruleArn({ region, accountId }: Cloud, name: string): string {
  return arnOf({ region, accountId }, "cloudwatch", `insight-rule/${name}`);
}

/** Changes rules; those that are not there come back as failures, as in every call on several rules. */
export function forEachRule(
  insightRules: StoredMap<InsightRule>,
  names: readonly string[],
  change: (rule: InsightRule) => void,
): object {
  const Failures = names.flatMap((name) => {
    const rule = insightRules.get(name);
    if (rule) change(rule);
    return rule ? [] : [missingRule(name)];
  });
  return { Failures };
}
