import type { TagResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagRecord } from "#kernel/tags.ts";
import type { CloudWatch } from "../state.ts";
import { tagOwner } from "../tag-owner.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html */
export function tagResource(input: Input<TagResourceInput>, { state }: Call<CloudWatch>) {
  const owner = tagOwner(state, input.ResourceARN);
  owner.replace({ ...owner.tags, ...tagRecord(input.Tags) });
  return {};
}
