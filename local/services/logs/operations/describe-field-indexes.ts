import type { DescribeFieldIndexesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { fieldIndexesOf } from "../insights/field-indexes.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

const PAGE = 100;

/**
 * Nothing is indexed here because it was asked for often, and what a policy no longer names is not kept.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeFieldIndexes.html
 */
export function describeFieldIndexes(
  { logGroupIdentifiers, indexCategories, nextToken }: Input<DescribeFieldIndexesRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const found = logGroupIdentifiers.flatMap((logGroupIdentifier) => {
    const group = service.groupOf({ logGroupIdentifier });
    const indexes = fieldIndexesOf(group, cloud.accountId, service.indexPolicyOf);
    return indexes
      .filter(({ indexCategory }) => indexCategories?.includes(indexCategory) ?? true)
      .map((index) => ({ logGroupIdentifier: group.arn, ...index, type: "FIELD_INDEX" as const }));
  });
  const { items, nextToken: next } = page(found, {
    scope: "DescribeFieldIndexes",
    keyOf: (index) => [index.logGroupIdentifier, index.fieldIndexName],
    limit: PAGE,
    nextToken,
  });
  return { fieldIndexes: items, ...(next !== undefined && { nextToken: next }) };
}
