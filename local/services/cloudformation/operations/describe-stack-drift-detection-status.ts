import type { DescribeStackDriftDetectionStatusInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { driftStatus, isDrifted } from "../drift-status.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackDriftDetectionStatus.html */
export function describeStackDriftDetectionStatus(
  { StackDriftDetectionId }: Input<DescribeStackDriftDetectionStatusInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const record = stacks.all().find(({ drift }) => drift?.id === StackDriftDetectionId);
  if (!record?.drift) throw validationError(`Drift detection ${StackDriftDetectionId} does not exist.`);
  const { checked, resources } = record.drift;
  return {
    StackId: record.id,
    StackDriftDetectionId,
    StackDriftStatus: driftStatus(record.drift),
    DetectionStatus: "DETECTION_COMPLETE",
    DriftedStackResourceCount: resources.filter(isDrifted).length,
    Timestamp: checked / 1_000,
  };
}
