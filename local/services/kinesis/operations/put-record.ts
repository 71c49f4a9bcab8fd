import { randomUUID } from "node:crypto";
import type { PutRecordInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
export function putRecord(input: Input<PutRecordInput>, { state: streams }: Call<DataStreams>): object {
  const stream = streams.at(input);
  const record = streams.put(
    stream,
    input.PartitionKey ?? randomUUID(),
    input.Data as unknown as Buffer,
    input.ExplicitHashKey,
  );
  return { ShardId: record.shard, SequenceNumber: record.sequence, EncryptionType: "NONE" };
}
