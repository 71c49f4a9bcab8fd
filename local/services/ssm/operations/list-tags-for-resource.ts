import type { ListTagsForResourceRequest } from "@aws-sdk/client-ssm";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagList } from "#kernel/tags.ts";
import type { ParameterStore } from "../state.ts";
import { taggedParameter } from "../tagged-parameter.ts";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html */
export function listTagsForResource(
  input: Input<ListTagsForResourceRequest>,
  { state: parameters }: Call<ParameterStore>,
) {
  return {
    TagList: tagList(taggedParameter(parameters, input).tags),
  };
}
