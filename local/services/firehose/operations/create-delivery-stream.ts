import type { CreateDeliveryStreamInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { destinationOf } from "../destination.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
export function createDeliveryStream(
  input: Input<CreateDeliveryStreamInput>,
  { state }: Call<DeliveryStreams>,
) {
  return { DeliveryStreamARN: state.create(input.DeliveryStreamName, destinationOf(input as never)).arn };
}
