import type { DescribeStreamInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { describedShards, descriptionOf } from "../described.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html */
export function describeStream(
  input: Input<DescribeStreamInput>,
  { state: streams }: Call<DataStreams>,
): object {
  const stream = streams.at(input);
  return {
    StreamDescription: { ...descriptionOf(stream), Shards: describedShards(stream), HasMoreShards: false },
  };
}
