import type { GetTemplateSummaryInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { neededCapabilities } from "../requested-stack.ts";
import type { StackDirectory } from "../state.ts";
import { namesOf, type TemplateHead } from "../template-head.ts";
import { readSource, templateText, validationError } from "../template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export function getTemplateSummary(
  input: Input<GetTemplateSummaryInput>,
  { state: stacks, cloud }: Call<StackDirectory>,
): object {
  const body =
    input.StackName === undefined ? templateText(cloud, input) : stacks.get(input.StackName).template?.body;
  if (body === undefined) throw validationError("Either Template URL or Template Body must be specified.");
  const { template } = readSource("summary", body, {});
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))];
  const { AWSTemplateFormatVersion, Description, Metadata, Transform } = template as TemplateHead;
  return {
    Description,
    Version: AWSTemplateFormatVersion,
    Metadata: Metadata === undefined ? undefined : JSON.stringify(Metadata),
    DeclaredTransforms: namesOf(Transform),
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, parameter]) => ({
      ParameterKey,
      ParameterType: parameter.Type,
      NoEcho: String(parameter.NoEcho) === "true",
      Description: parameter.Description,
      ParameterConstraints: {
        ...(parameter.AllowedValues && { AllowedValues: parameter.AllowedValues.map(String) }),
      },
      ...(parameter.Default !== undefined && { DefaultValue: String(parameter.Default) }),
    })),
    Capabilities: neededCapabilities(template),
    ResourceTypes: types,
  };
}
