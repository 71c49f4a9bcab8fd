import type { DescribeStreamSummaryInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { descriptionOf } from "../described.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html */
export function describeStreamSummary(
  input: Input<DescribeStreamSummaryInput>,
  { state: streams }: Call<DataStreams>,
): object {
  const stream = streams.at(input);
  return {
    StreamDescriptionSummary: {
      ...descriptionOf(stream),
      OpenShardCount: stream.shardCount,
      ConsumerCount: 0,
    },
  };
}
