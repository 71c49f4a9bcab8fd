import type { ListLogAnomalyDetectorsRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogAnomalyDetectors.html */
export function listLogAnomalyDetectors(
  input: Input<ListLogAnomalyDetectorsRequest>,
  { state: service }: Call<LogsService>,
) {
  const { anomalyDetectors } = service;
  const { filterLogGroupArn } = input;
  const found = [...anomalyDetectors.values()].filter(
    ({ logGroupArnList }) => filterLogGroupArn === undefined || logGroupArnList!.includes(filterLogGroupArn),
  );
  const { items, ...rest } = page(found, {
    scope: "ListLogAnomalyDetectors",
    keyOf: ({ creationTimeStamp, anomalyDetectorArn }) => [creationTimeStamp!, anomalyDetectorArn!],
    limit: input.limit ?? 50,
    nextToken: input.nextToken,
  });
  return { anomalyDetectors: items, ...rest };
}
