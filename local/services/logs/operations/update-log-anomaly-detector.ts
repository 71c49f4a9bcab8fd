import type { UpdateLogAnomalyDetectorRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { findDetector } from "../anomaly-detector.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UpdateLogAnomalyDetector.html */
export function updateLogAnomalyDetector(
  input: Input<UpdateLogAnomalyDetectorRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { anomalyDetectors } = service;
  const detector = findDetector(service, input.anomalyDetectorArn);
  const { enabled, anomalyDetectorArn, ...changes } = input;
  anomalyDetectors.set(anomalyDetectorArn!, {
    ...detector,
    ...changes,
    anomalyDetectorStatus: enabled ? "INITIALIZING" : "PAUSED",
    lastModifiedTimeStamp: cloud.clock.now(),
  });
}
