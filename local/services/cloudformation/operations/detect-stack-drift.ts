import type { DetectStackDriftInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { detectDrift } from "../stack-drift.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html */
export async function detectStackDrift(
  { StackName, LogicalResourceIds }: Input<DetectStackDriftInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): Promise<object> {
  const record = stacks.get(StackName);
  if (!/_(COMPLETE|FAILED)$/.test(record.status))
    throw validationError(`Drift detection cannot be performed on the stack in ${record.status} state.`);
  const { id } = await detectDrift(cloud, stacks, record, LogicalResourceIds);
  return { StackDriftDetectionId: id };
}
