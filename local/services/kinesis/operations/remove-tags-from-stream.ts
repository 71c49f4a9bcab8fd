import type { RemoveTagsFromStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RemoveTagsFromStream.html */
export function removeTagsFromStream(
  input: Input<RemoveTagsFromStreamInput>,
  { state: streams }: Call<DataStreams>,
): void {
  const stream = streams.at(input);
  const kept = Object.entries(stream.tags).filter(([key]) => !input.TagKeys.includes(key));
  streams.save({ ...stream, tags: Object.fromEntries(kept) });
}
