import type { ValidateTemplateInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { neededCapabilities } from "../requested-stack.ts";
import type { StackDirectory } from "../state.ts";
import { namesOf, type TemplateHead } from "../template-head.ts";
import { readSource, templateText, validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export function validateTemplate(
  input: Input<ValidateTemplateInput>,
  { cloud }: Call<StackDirectory>,
): object {
  const body = templateText(cloud, input);
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const { template } = readSource("validated", body, {});
  const { Description, Transform } = template as TemplateHead;
  return {
    Description,
    DeclaredTransforms: namesOf(Transform),
    Parameters: Object.entries(template.Parameters ?? {}).map(
      ([ParameterKey, { Default, NoEcho, Description }]) => ({
        ParameterKey,
        NoEcho: String(NoEcho) === "true",
        Description,
        ...(Default !== undefined && { DefaultValue: String(Default) }),
      }),
    ),
    Capabilities: neededCapabilities(template),
  };
}
