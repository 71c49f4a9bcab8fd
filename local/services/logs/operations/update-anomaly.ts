import type { UpdateAnomalyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { findDetector } from "../anomaly-detector.ts";
import { invalidParameter } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

const UNIT_MS = { SECONDS: 1_000, MINUTES: 60_000, HOURS: 3_600_000 } as const;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UpdateAnomaly.html */
export function updateAnomaly(
  input: Input<UpdateAnomalyRequest>,
  { state: service, cloud }: Call<LogsService>,
): object {
  const { anomalyDetectorArn, anomalyId, patternId, suppressionType, suppressionPeriod, baseline } = input;
  findDetector(service, anomalyDetectorArn);
  if ((anomalyId === undefined) === (patternId === undefined))
    throw invalidParameter("Either anomalyId or patternId must be specified, and not both.");
  const found = [...service.anomalies.values()].filter(
    (anomaly) =>
      anomaly.anomalyDetectorArn === anomalyDetectorArn &&
      (anomaly.anomalyId === anomalyId || anomaly.patternId === patternId),
  );
  if (found.length === 0)
    throw new ServiceError("ResourceNotFoundException", "The specified anomaly does not exist.");
  const now = cloud.clock.now();
  for (const anomaly of found) {
    const suppressed = suppressionType === "LIMITED" || suppressionType === "INFINITE";
    const { value = 0, suppressionUnit = "SECONDS" } = suppressionPeriod ?? {};
    service.anomalies.set(anomaly.anomalyId!, {
      ...anomaly,
      state: baseline ? "Baseline" : suppressed ? "Suppressed" : "Active",
      suppressed,
      isPatternLevelSuppression: suppressed && patternId !== undefined,
      ...(suppressed && { suppressedDate: now }),
      ...(suppressionType === "LIMITED" && { suppressedUntil: now + value * UNIT_MS[suppressionUnit] }),
    });
    // What is suppressed for good, or said to be usual, is judged no more.
    const excluded = baseline === true || suppressionType === "INFINITE";
    service.anomalyWatching?.exclude(anomalyDetectorArn, anomaly.patternKey, excluded);
  }
  return {};
}
