import type { ListTagsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";
import { taggedBy } from "../tagged.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export function listTags({ Resource }: Input<ListTagsRequest>, { state }: Call<Lambda>) {
  return { Tags: taggedBy(state, Resource).tags };
}
