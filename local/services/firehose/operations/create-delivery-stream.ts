import type { CreateDeliveryStreamInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { destinationOf } from "../destination.ts";
import type { DeliveryStreams } from "../state.ts";
import { sourceFromNow } from "../stream-source.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
export function createDeliveryStream(
  input: Input<CreateDeliveryStreamInput>,
  { state, cloud }: Call<DeliveryStreams>,
) {
  const { DeliveryStreamName, DeliveryStreamType, KinesisStreamSourceConfiguration: source } = input;
  if ((DeliveryStreamType === "KinesisStreamAsSource") !== (source !== undefined))
    throw new ServiceError(
      "InvalidArgumentException",
      "KinesisStreamSourceConfiguration is given with the type KinesisStreamAsSource, and only then.",
    );
  const from = source && sourceFromNow(cloud, source);
  return { DeliveryStreamARN: state.create(DeliveryStreamName, destinationOf(input as never), from).arn };
}
