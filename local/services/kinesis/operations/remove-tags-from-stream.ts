import type { RemoveTagsFromStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { withoutTags } from "#kernel/tags.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RemoveTagsFromStream.html */
export function removeTagsFromStream(
  input: Input<RemoveTagsFromStreamInput>,
  { state: streams }: Call<DataStreams>,
): void {
  const stream = streams.at(input);
  streams.save({ ...stream, tags: withoutTags(stream.tags, input.TagKeys) });
}
