import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

/**
 * When the first subscription of a log group began: from then on a lake gets the events by itself.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeSubscriptionFilters.html
 *
 * @returns milliseconds since the epoch; undefined when it has none
 */
export async function subscriptionStart(
  client: CloudWatchLogsClient,
  logGroupName: string,
): Promise<number | undefined> {
  const { DescribeSubscriptionFiltersCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const { subscriptionFilters = [] } = await client.send(
    new DescribeSubscriptionFiltersCommand({ logGroupName }),
  );
  const starts = subscriptionFilters.flatMap(({ creationTime }) => creationTime ?? []);
  return starts.length === 0 ? undefined : Math.min(...starts);
}
