import type { ListTagsForResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagList } from "#kernel/tags.ts";
import type { CloudWatch } from "../state.ts";
import { findTagOwner } from "../tag-owner.ts";

/**
 * What is gone, or never was, has no tags.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html
 */
export function listTagsForResource(input: Input<ListTagsForResourceInput>, { state }: Call<CloudWatch>) {
  return { Tags: tagList(findTagOwner(state, input.ResourceARN)?.tags ?? {}) };
}
