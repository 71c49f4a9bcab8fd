import type { ListTagsForStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagList } from "#kernel/tags.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListTagsForStream.html */
export function listTagsForStream(
  input: Input<ListTagsForStreamInput>,
  { state: streams }: Call<DataStreams>,
): object {
  const { tags } = streams.at(input);
  return { Tags: tagList(tags), HasMoreTags: false };
}
