import type { UpdateStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { deployStack } from "../deploy-stack.ts";
import { requestedStack } from "../requested-stack.ts";
import { otherChanges, resourceChanges } from "../resource-changes.ts";
import { otherSettings } from "../settings.ts";
import { stackPolicyText } from "../stack-policy.ts";
import { checkUpdatable } from "../stack-status.ts";
import type { StackDirectory } from "../state.ts";
import { validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export async function updateStack(
  input: Input<UpdateStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): Promise<object> {
  const record = stacks.get(input.StackName);
  checkUpdatable(record);
  const policy = stackPolicyText(cloud, input.StackPolicyBody, input.StackPolicyURL);
  const { StackPolicyDuringUpdateBody, StackPolicyDuringUpdateURL } = input;
  const during = stackPolicyText(cloud, StackPolicyDuringUpdateBody, StackPolicyDuringUpdateURL);
  const requested = await requestedStack(cloud, stacks, record.name, input, {
    known: record,
    expands: true,
  });
  const stack = stacks.stackOf(record);
  if (
    resourceChanges(stack, requested.template.source).length === 0 &&
    !otherChanges(stack, requested.template.source) &&
    !otherSettings(record.settings, requested.settings)
  )
    throw validationError("No updates are to be performed.");
  // Another may have begun while the template was expanded.
  checkUpdatable(record);
  deployStack(cloud, stacks, record, {
    ...requested,
    policy: during,
    newPolicy: policy,
    token: input.ClientRequestToken,
  });
  return { StackId: record.id };
}
