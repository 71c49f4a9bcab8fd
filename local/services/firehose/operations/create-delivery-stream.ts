import type { CreateDeliveryStreamInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
export function createDeliveryStream(
  input: Input<CreateDeliveryStreamInput>,
  { state }: Call<DeliveryStreams>,
) {
  const destination = input.ExtendedS3DestinationConfiguration ?? input.S3DestinationConfiguration;
  if (destination === undefined)
    throw new ServiceError(
      "InvalidArgumentException",
      "The local cloud has delivery streams with an ExtendedS3DestinationConfiguration or S3DestinationConfiguration only.",
    );
  return { DeliveryStreamARN: state.create(input.DeliveryStreamName, destination as never).arn };
}
