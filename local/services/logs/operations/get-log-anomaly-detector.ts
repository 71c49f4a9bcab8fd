import type { GetLogAnomalyDetectorRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDetector } from "../anomaly-detector.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogAnomalyDetector.html */
export function getLogAnomalyDetector(
  input: Input<GetLogAnomalyDetectorRequest>,
  { state: service }: Call<LogsService>,
) {
  const { anomalyDetectorArn: _, ...detector } = findDetector(service, input.anomalyDetectorArn);
  return detector;
}
