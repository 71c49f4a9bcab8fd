import type { TagResourceRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";
import { taggedBy } from "../tagged.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export function tagResource({ Resource, Tags }: Input<TagResourceRequest>, { state }: Call<Lambda>) {
  const { tags, save } = taggedBy(state, Resource);
  save({ ...tags, ...Tags });
  return {};
}
