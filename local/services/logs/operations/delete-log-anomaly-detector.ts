import type { DeleteLogAnomalyDetectorRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDetector } from "../anomaly-detector.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogAnomalyDetector.html */
export function deleteLogAnomalyDetector(
  input: Input<DeleteLogAnomalyDetectorRequest>,
  { state: service }: Call<LogsService>,
) {
  const { resourceTags, anomalyDetectors, excludedPatterns } = service;
  const arn = findDetector(service, input.anomalyDetectorArn).anomalyDetectorArn!;
  anomalyDetectors.delete(arn);
  resourceTags.delete(arn);
  excludedPatterns.forget(arn);
}
