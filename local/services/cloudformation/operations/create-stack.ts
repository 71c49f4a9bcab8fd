import type { CreateStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { deployStack } from "../deploy-stack.ts";
import { requestedStack } from "../requested-stack.ts";
import { stackPolicyText } from "../stack-policy.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export async function createStack(
  input: Input<CreateStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): Promise<object> {
  const requested = await requestedStack(cloud, stacks, input.StackName, input, {
    known: undefined,
    expands: true,
  });
  const known = stacks.find(input.StackName);
  if (known && known.status !== "REVIEW_IN_PROGRESS")
    throw new ServiceError("AlreadyExistsException", `Stack [${input.StackName}] already exists`, {
      statusCode: 400,
    });
  const policy = stackPolicyText(cloud, input.StackPolicyBody, input.StackPolicyURL);
  const record = stacks.begin(input.StackName);
  record.terminationProtection = input.EnableTerminationProtection ?? false;
  record.policy = policy;
  deployStack(cloud, stacks, record, {
    ...requested,
    token: input.ClientRequestToken,
  });
  return { StackId: record.id };
}
