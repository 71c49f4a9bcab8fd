import type { AddTagsToResourceRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagRecord } from "#kernel/tags.ts";
import type { ParameterStore } from "../state.ts";
import { taggedParameter } from "../tagged-parameter.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
export function addTagsToResource(
  input: Input<AddTagsToResourceRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  const parameter = taggedParameter(parameters, input);
  const tags = { ...parameter.tags, ...tagRecord(input.Tags) };
  parameters.put({ ...parameter, tags }, "updated");
  return {};
}
