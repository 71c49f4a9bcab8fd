import type { DescribeDestinationsRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDestinations.html */
export function describeDestinations(
  input: Input<DescribeDestinationsRequest>,
  { state: service }: Call<LogsService>,
) {
  const { destinations } = service;
  const prefix = input.DestinationNamePrefix ?? "";
  const { items, ...rest } = page(
    [...destinations.values()].filter(({ destinationName }) => destinationName!.startsWith(prefix)),
    {
      scope: "DescribeDestinations",
      keyOf: ({ destinationName }) => [destinationName!],
      limit: input.limit ?? DESCRIBE_MAX_ITEMS,
      nextToken: input.nextToken,
    },
  );
  return { destinations: items, ...rest };
}
