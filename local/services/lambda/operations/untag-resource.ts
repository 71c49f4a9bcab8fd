import type { UntagResourceRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { Lambda } from "../state.ts";
import { taggedBy } from "../tagged.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export function untagResource({ Resource, TagKeys }: Input<UntagResourceRequest>, { state }: Call<Lambda>) {
  const { tags, save } = taggedBy(state, Resource);
  save(withoutTags(tags, TagKeys));
  return {};
}
