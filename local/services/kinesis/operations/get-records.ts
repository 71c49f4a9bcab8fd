import type { GetRecordsInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { iteratorText, readIterator } from "../shard-iterator.ts";
import type { DataStreams } from "../state.ts";
import type { StreamRecord } from "../stream.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const MOST_RECORDS = 10_000;
const MOST_BYTES = 10 * 1_048_576;

function withinSize(records: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  const end = records.findIndex(({ data }) => {
    bytes += data.length;
    return bytes > MOST_BYTES;
  });
  return end === -1 ? records : records.slice(0, Math.max(1, end));
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
export function getRecords(
  { ShardIterator, Limit = MOST_RECORDS }: Input<GetRecordsInput>,
  { state: streams, cloud }: Call<DataStreams>,
): object {
  const now = cloud.clock.now();
  const iterator = readIterator(ShardIterator, now);
  const stream = streams.at({ StreamName: iterator.stream });
  const position = BigInt(iterator.after);
  const found = streams
    .records(stream)
    .filter(({ shard, sequence }) => shard === iterator.shard && BigInt(sequence) > position);
  const taken = withinSize(found.slice(0, Limit));
  const left = found[taken.length];
  return {
    Records: taken.map(({ sequence, arrived, data, partitionKey }) => ({
      SequenceNumber: sequence,
      ApproximateArrivalTimestamp: arrived / 1_000,
      Data: data,
      PartitionKey: partitionKey,
    })),
    NextShardIterator: iteratorText({
      ...iterator,
      after: taken.at(-1)?.sequence ?? iterator.after,
      issued: now,
    }),
    MillisBehindLatest: left ? now - left.arrived : 0,
    ChildShards: [],
  };
}
