import type { CreateStackInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "../../../kernel/cloud.ts";
import type { Input } from "../../../kernel/service.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import { deployStack } from "../deploy-stack.ts";
import { settingsOf } from "../settings.ts";
import type { StackDirectory } from "../state.ts";
import { checkCapabilities, readSource, templateText, validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export function createStack(
  input: Input<CreateStackInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const known = stacks.find(input.StackName);
  if (known && known.status !== "REVIEW_IN_PROGRESS")
    throw new ServiceError("AlreadyExistsException", `Stack [${input.StackName}] already exists`, {
      statusCode: 400,
    });
  const settings = settingsOf(input, undefined);
  const body = templateText(cloud, input);
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const parameters = Object.fromEntries(
    settings.parameters.map((one) => [one.ParameterKey, one.ParameterValue]),
  );
  const source = readSource(input.StackName, body, parameters);
  checkCapabilities(source.template, settings.capabilities);
  const record = stacks.create(input.StackName, "CREATE_IN_PROGRESS");
  record.terminationProtection = input.EnableTerminationProtection ?? false;
  deployStack(cloud, stacks, record, {
    template: { body, source },
    settings,
    token: input.ClientRequestToken,
  });
  return { StackId: record.id };
}
