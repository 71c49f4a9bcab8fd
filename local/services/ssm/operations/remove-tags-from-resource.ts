import type { RemoveTagsFromResourceRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { ParameterStore } from "../state.ts";
import { taggedParameter } from "../tagged-parameter.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html */
export function removeTagsFromResource(
  input: Input<RemoveTagsFromResourceRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const parameter = taggedParameter(parameters, input);
  const tags = withoutTags(parameter.tags, input.TagKeys);
  parameters.put({ ...parameter, tags }, "updated");
  return {};
}
