import type { DescribeSubscriptionFiltersRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html */
export function describeSubscriptionFilters(
  input: Input<DescribeSubscriptionFiltersRequest>,
  { state: service }: Call<LogsService>,
) {
  const { store } = service;
  const group = store.group(input.logGroupName);
  const found = [...group.subscriptionFilters.values()].filter(({ filterName }) =>
    filterName!.startsWith(input.filterNamePrefix ?? ""),
  );
  const { items, ...rest } = page(found, {
    scope: "DescribeSubscriptionFilters",
    keyOf: ({ filterName }) => [filterName!],
    limit: input.limit ?? DESCRIBE_MAX_ITEMS,
    nextToken: input.nextToken,
  });
  return { subscriptionFilters: items, ...rest };
}
