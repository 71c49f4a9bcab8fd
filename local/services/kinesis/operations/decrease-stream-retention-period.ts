import type { DecreaseStreamRetentionPeriodInput } from "@aws-sdk/client-kinesis";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DataStreams } from "../state.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DecreaseStreamRetentionPeriod.html */
export function decreaseStreamRetentionPeriod(
  input: Input<DecreaseStreamRetentionPeriodInput>,
  { state: streams }: Call<DataStreams>,
): void {
  const stream = streams.at(input);
  const { RetentionPeriodHours: retentionHours } = input;
  if (retentionHours > stream.retentionHours)
    throw new ServiceError(
      "InvalidArgumentException",
      `Requested retention period (${retentionHours} hours) for stream ${stream.name} must be shorter than the existing one (${stream.retentionHours} hours).`,
    );
  streams.save({ ...stream, retentionHours });
}
