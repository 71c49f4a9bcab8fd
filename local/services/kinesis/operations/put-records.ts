import { randomUUID } from "node:crypto";
import type { PutRecordsInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const LARGEST_REQUEST = 10 * 1_048_576;

/**
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
 *
 * Faults of `kinesis:Record` refuse single records of a call, as a shard does that is written to too fast.
 */
export function putRecords(
  input: Input<PutRecordsInput>,
  { state: streams, cloud }: Call<DataStreams>,
): object {
  const stream = streams.at(input);
  const size = input.Records.reduce((sum, { Data }) => sum + (Data as unknown as Buffer).length, 0);
  if (size > LARGEST_REQUEST)
    throw new ServiceError("InvalidArgumentException", "Records size exceeds 10 MB limit");
  let FailedRecordCount = 0;
  const Records = input.Records.map(({ Data, PartitionKey, ExplicitHashKey }) => {
    const fault = cloud.faults.next("kinesis", "Record");
    const stored =
      fault.kind === "none" || fault.stored
        ? streams.put(stream, PartitionKey ?? randomUUID(), Data as unknown as Buffer, ExplicitHashKey)
        : undefined;
    if (fault.kind === "none") return { SequenceNumber: stored!.sequence, ShardId: stored!.shard };
    FailedRecordCount += 1;
    return fault.kind === "throttle"
      ? {
          ErrorCode: "ProvisionedThroughputExceededException",
          ErrorMessage: `Rate exceeded for shard in stream ${stream.name} under account ${cloud.accountId}.`,
        }
      : { ErrorCode: "InternalFailure", ErrorMessage: "Internal service failure." };
  });
  return { FailedRecordCount, Records, EncryptionType: "NONE" };
}
