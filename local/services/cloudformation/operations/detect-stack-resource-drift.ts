import type { DetectStackResourceDriftInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { detectResourceDrift } from "../stack-drift.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackResourceDrift.html */
export async function detectStackResourceDrift(
  { StackName, LogicalResourceId }: Input<DetectStackResourceDriftInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): Promise<object> {
  const record = stacks.get(StackName);
  const StackResourceDrift = await detectResourceDrift(cloud, stacks, record, LogicalResourceId);
  if (!StackResourceDrift)
    throw validationError(`Drift detection is not supported for the resource ${LogicalResourceId} here.`);
  return { StackResourceDrift };
}
