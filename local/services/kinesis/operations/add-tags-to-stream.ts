import type { AddTagsToStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_AddTagsToStream.html */
export function addTagsToStream(
  input: Input<AddTagsToStreamInput>,
  { state: streams }: Call<DataStreams>,
): void {
  const stream = streams.at(input);
  streams.save({ ...stream, tags: { ...stream.tags, ...input.Tags } });
}
