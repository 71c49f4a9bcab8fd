import { randomUUID } from "node:crypto";
import type { CreateLogAnomalyDetectorRequest } from "@aws-sdk/client-cloudwatch-logs";
import { arnOf } from "#kernel/arn.ts";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

const DEFAULT_VISIBILITY_DAYS = 21;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogAnomalyDetector.html */
export function createLogAnomalyDetector(
  input: Input<CreateLogAnomalyDetectorRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { resourceTags, anomalyDetectors } = service;
  for (const logGroupIdentifier of input.logGroupArnList) service.groupOf({ logGroupIdentifier });
  const id = randomUUID();
  const anomalyDetectorArn = arnOf(cloud, "logs", `anomaly-detector:${id}`);
  const now = cloud.clock.now();
  anomalyDetectors.set(anomalyDetectorArn, {
    anomalyDetectorArn,
    detectorName: input.detectorName ?? id,
    logGroupArnList: input.logGroupArnList,
    evaluationFrequency: input.evaluationFrequency ?? "FIFTEEN_MIN",
    ...(input.filterPattern !== undefined && { filterPattern: input.filterPattern }),
    ...(input.kmsKeyId !== undefined && { kmsKeyId: input.kmsKeyId }),
    anomalyDetectorStatus: "INITIALIZING",
    creationTimeStamp: now,
    lastModifiedTimeStamp: now,
    anomalyVisibilityTime: input.anomalyVisibilityTime ?? DEFAULT_VISIBILITY_DAYS,
  });
  resourceTags.set(anomalyDetectorArn, { ...input.tags });
  return { anomalyDetectorArn };
}
