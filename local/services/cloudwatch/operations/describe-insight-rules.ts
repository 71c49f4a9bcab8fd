import type { DescribeInsightRulesInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { CloudWatch } from "../state.ts";
import { pageOf } from "../validation.ts";

/** How the service writes the schema that every rule has. */
const SCHEMA = '{"Name" : "CloudWatchLogRule", "Version" : 1}';

const PAGE = 500;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeInsightRules.html */
export function describeInsightRules(input: Input<DescribeInsightRulesInput>, { state }: Call<CloudWatch>) {
  const { insightRules } = state;
  const sorted = [...insightRules.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, NextToken } = pageOf(sorted, input.NextToken, input.MaxResults ?? PAGE);
  return {
    InsightRules: items.map(({ name, definition, state }) => ({
      Name: name,
      State: state,
      Schema: SCHEMA,
      Definition: definition,
      ManagedRule: false,
    })),
    ...(NextToken && { NextToken }),
  };
}
