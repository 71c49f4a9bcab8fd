import { randomUUID } from "node:crypto";
import type { PutRecordInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecord.html */
export function putRecord(input: Input<PutRecordInput>, { state }: Call<DeliveryStreams>) {
  state.take(state.writable(input.DeliveryStreamName), input.Record.Data as Uint8Array);
  return { RecordId: randomUUID(), Encrypted: false };
}
