import type { UntagResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { CloudWatch } from "../state.ts";
import { tagOwner } from "../tag-owner.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export function untagResource(input: Input<UntagResourceInput>, { state }: Call<CloudWatch>) {
  const owner = tagOwner(state, input.ResourceARN);
  owner.replace(withoutTags(owner.tags, input.TagKeys));
  return {};
}
