import type { DeleteStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html */
export function deleteStream(input: Input<DeleteStreamInput>, { state: streams }: Call<DataStreams>): void {
  streams.remove(streams.at(input));
}
