import type { CreateStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DataStreams } from "../state.ts";

/** Shards of a stream that does not say how many. https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const SHARDS = { ON_DEMAND: 4, PROVISIONED: 1 } as const;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
export function createStream(
  { StreamName, ShardCount, StreamModeDetails, Tags }: Input<CreateStreamInput>,
  { state: streams }: Call<DataStreams>,
): void {
  const mode = StreamModeDetails?.StreamMode ?? "PROVISIONED";
  if (mode === "ON_DEMAND" && ShardCount !== undefined)
    throw new ServiceError(
      "ValidationException",
      "ShardCount must not be set for a stream of the mode ON_DEMAND.",
    );
  streams.create(StreamName, { mode, shardCount: ShardCount ?? SHARDS[mode], tags: Tags ?? {} });
}
