import type { ListTagsRequest } from "@aws-sdk/client-lambda";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { Lambda } from "../state.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export function listTags({ Resource }: Input<ListTagsRequest>, { state: { functions } }: Call<Lambda>) {
  return { Tags: functions.get(Resource).tags };
}
