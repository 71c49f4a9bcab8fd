import { randomUUID } from "node:crypto";
import type { PutRecordBatchInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const CALL_MAX_BYTES = 4 * 1024 * 1024;
const RECORD_MAX_BYTES = 1_000 * 1024;

/**
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 *
 * Faults of `firehose:Record` refuse single records of a call, as a stream does that is written to too fast.
 */
export function putRecordBatch(input: Input<PutRecordBatchInput>, { state, cloud }: Call<DeliveryStreams>) {
  const stream = state.writable(input.DeliveryStreamName);
  const records = input.Records.map(({ Data }) => Data as Uint8Array);
  if (records.some(({ length }) => length > RECORD_MAX_BYTES))
    throw new ServiceError("InvalidArgumentException", "Record size can not be greater than 1024000 bytes.");
  if (records.reduce((sum, { length }) => sum + length, 0) > CALL_MAX_BYTES)
    throw new ServiceError("InvalidArgumentException", "Records size exceeds 4 MB limit.");
  let FailedPutCount = 0;
  const RequestResponses = records.map((record) => {
    const fault = cloud.faults.next("firehose", "Record");
    if (fault.kind === "none" || fault.stored) state.take(stream, record);
    if (fault.kind === "none") return { RecordId: randomUUID() };
    FailedPutCount += 1;
    return fault.kind === "throttle"
      ? { ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." }
      : { ErrorCode: "InternalFailure", ErrorMessage: "Internal service failure." };
  });
  return { FailedPutCount, Encrypted: false, RequestResponses };
}
