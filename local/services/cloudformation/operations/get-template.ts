import type { GetTemplateInput } from "@aws-sdk/client-cloudformation";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { StackDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export function getTemplate(
  { StackName, ChangeSetName, TemplateStage }: Input<GetTemplateInput>,
  { state: stacks }: Call<StackDirectory>,
): object {
  const changeSet =
    ChangeSetName === undefined ? undefined : stacks.changeSet(StackName, ChangeSetName)?.changeSet;
  const template = changeSet?.template ?? stacks.get(StackName ?? "").template;
  const processed = TemplateStage === "Processed" && template;
  // A stack that waits for its first change set has none yet.
  return {
    TemplateBody: processed ? JSON.stringify(processed.source.template, null, 1) : template?.body,
    StagesAvailable: ["Original", "Processed"],
  };
}
