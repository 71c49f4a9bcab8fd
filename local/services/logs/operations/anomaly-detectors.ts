import { randomUUID } from "node:crypto";
import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Operations } from "../../../kernel/cloud.ts";
import { checkInput, type Members } from "../../../kernel/input-shape.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import type { LogsService } from "../logs-service.ts";
import { page } from "../pages.ts";
import { ARN, FILTER_PATTERN, INVALID_PARAMETER, NEXT_TOKEN, TAGS } from "../shapes.ts";
import { StoredMap } from "../stored-map.ts";

const SETTINGS: Members = {
  evaluationFrequency: {
    type: "string",
    values: ["ONE_MIN", "FIVE_MIN", "TEN_MIN", "FIFTEEN_MIN", "THIRTY_MIN", "ONE_HOUR"],
  },
  filterPattern: FILTER_PATTERN,
  anomalyVisibilityTime: { type: "integer", minimum: 7, maximum: 90 },
};
const CREATE: Members = {
  ...SETTINGS,
  logGroupArnList: { type: "list", of: ARN, required: true },
  detectorName: { type: "string", minimum: 1 },
  kmsKeyId: { type: "string", maximum: 256 },
  tags: TAGS,
};
const NAMED: Members = {
  anomalyDetectorArn: { type: "string", minimum: 1, pattern: String.raw`[\w#+=/:,.@-]*`, required: true },
};
const DEFAULT_VISIBILITY_DAYS = 21;

/** Log anomaly detectors, which are kept and shown; they find nothing, as they train for two weeks on AWS. */
export function anomalyDetectorOperations(service: LogsService): Operations {
  const { store, cloud, resourceTags } = service;
  const detectors = new StoredMap<Logs.AnomalyDetector>(store.collection("logs.anomaly-detectors"));
  const find = (arn: string | undefined): Logs.AnomalyDetector => {
    const detector = detectors.get(arn!);
    if (!detector)
      throw new ServiceError("ResourceNotFoundException", "The specified anomaly detector does not exist.");
    return detector;
  };
  return {
    CreateLogAnomalyDetector(input: Logs.CreateLogAnomalyDetectorRequest) {
      checkInput(input, CREATE, INVALID_PARAMETER);
      for (const logGroupIdentifier of input.logGroupArnList!) service.groupOf({ logGroupIdentifier });
      const id = randomUUID();
      const anomalyDetectorArn = `arn:aws:logs:${cloud.region}:${cloud.accountId}:anomaly-detector:${id}`;
      const now = cloud.clock.now();
      detectors.set(anomalyDetectorArn, {
        anomalyDetectorArn,
        detectorName: input.detectorName ?? id,
        logGroupArnList: input.logGroupArnList!,
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
    },

    GetLogAnomalyDetector(input: Logs.GetLogAnomalyDetectorRequest) {
      checkInput(input, NAMED, INVALID_PARAMETER);
      const { anomalyDetectorArn: _, ...detector } = find(input.anomalyDetectorArn);
      return detector;
    },

    UpdateLogAnomalyDetector(input: Logs.UpdateLogAnomalyDetectorRequest) {
      checkInput(
        input,
        { ...NAMED, ...SETTINGS, enabled: { type: "boolean", required: true } },
        INVALID_PARAMETER,
      );
      const detector = find(input.anomalyDetectorArn);
      const { enabled, anomalyDetectorArn, ...changes } = input;
      detectors.set(anomalyDetectorArn!, {
        ...detector,
        ...changes,
        anomalyDetectorStatus: enabled ? "INITIALIZING" : "PAUSED",
        lastModifiedTimeStamp: cloud.clock.now(),
      });
    },

    DeleteLogAnomalyDetector(input: Logs.DeleteLogAnomalyDetectorRequest) {
      checkInput(input, NAMED, INVALID_PARAMETER);
      const arn = find(input.anomalyDetectorArn).anomalyDetectorArn!;
      detectors.delete(arn);
      resourceTags.delete(arn);
    },

    ListLogAnomalyDetectors(input: Logs.ListLogAnomalyDetectorsRequest) {
      checkInput(
        input,
        {
          filterLogGroupArn: ARN,
          limit: { type: "integer", minimum: 1, maximum: 50 },
          nextToken: NEXT_TOKEN,
        },
        INVALID_PARAMETER,
      );
      const { filterLogGroupArn } = input;
      const found = [...detectors.values()].filter(
        ({ logGroupArnList }) =>
          filterLogGroupArn === undefined || logGroupArnList!.includes(filterLogGroupArn),
      );
      const { items, ...rest } = page(found, {
        scope: "ListLogAnomalyDetectors",
        keyOf: ({ creationTimeStamp, anomalyDetectorArn }) => [creationTimeStamp!, anomalyDetectorArn!],
        limit: input.limit ?? 50,
        nextToken: input.nextToken,
      });
      return { anomalyDetectors: items, ...rest };
    },
  };
}
