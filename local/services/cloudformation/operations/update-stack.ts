import type { UpdateStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import { deployStack } from "../deploy-stack.ts";
import { otherChanges, resourceChanges } from "../resource-changes.ts";
import { settingsOf } from "../settings.ts";
import type { StackDirectory } from "../state.ts";
import { checkCapabilities, readSource, templateText, validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export function updateStack(
  input: Input<UpdateStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const record = stacks.get(input.StackName);
  if (record.status.endsWith("_IN_PROGRESS"))
    throw validationError(`Stack:${record.id} is in ${record.status} state and can not be updated.`);
  const settings = settingsOf(input, record);
  const body = input.UsePreviousTemplate ? record.template?.body : templateText(cloud, input);
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const parameters = Object.fromEntries(
    settings.parameters.map((one) => [one.ParameterKey, one.ParameterValue]),
  );
  const source = readSource(record.name, body, parameters);
  checkCapabilities(source.template, settings.capabilities);
  const stack = stacks.stackOf(record);
  if (resourceChanges(stack, source).length === 0 && !otherChanges(stack, source))
    throw validationError("No updates are to be performed.");
  deployStack(cloud, stacks, record, {
    template: { body, source },
    settings,
    token: input.ClientRequestToken,
  });
  return { StackId: record.id };
}
