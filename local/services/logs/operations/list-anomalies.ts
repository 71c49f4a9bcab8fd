import type { ListAnomaliesRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDetector } from "../anomaly-detector.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListAnomalies.html */
export function listAnomalies(input: Input<ListAnomaliesRequest>, { state: service }: Call<LogsService>) {
  const { anomalyDetectorArn, suppressionState } = input;
  if (anomalyDetectorArn !== undefined) findDetector(service, anomalyDetectorArn);
  const found = [...service.anomalies.values()].filter(
    (anomaly) =>
      (anomalyDetectorArn === undefined || anomaly.anomalyDetectorArn === anomalyDetectorArn) &&
      (suppressionState === undefined ||
        (suppressionState === "SUPPRESSED") === (anomaly.suppressed === true)),
  );
  const { items, ...rest } = page(found, {
    scope: "ListAnomalies",
    keyOf: ({ firstSeen, anomalyId }) => [firstSeen!, anomalyId!],
    limit: input.limit ?? 50,
    nextToken: input.nextToken,
  });
  return { anomalies: items.map(({ patternKey: _key, ...anomaly }) => anomaly), ...rest };
}
