import type { DescribeDeliveryStreamInput } from "@aws-sdk/client-firehose";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { DeliveryStreams } from "../state.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_DescribeDeliveryStream.html */
export function describeDeliveryStream(
  input: Input<DescribeDeliveryStreamInput>,
  { state }: Call<DeliveryStreams>,
) {
  const { name, arn, created, destination, outside, source } = state.at(input.DeliveryStreamName);
  return {
    DeliveryStreamDescription: {
      DeliveryStreamName: name,
      DeliveryStreamARN: arn,
      DeliveryStreamStatus: "ACTIVE",
      DeliveryStreamType: source ? "KinesisStreamAsSource" : "DirectPut",
      ...(source && {
        Source: {
          KinesisStreamSourceDescription: {
            KinesisStreamARN: source.arn,
            RoleARN: source.roleArn,
            DeliveryStartTimestamp: created / 1_000,
          },
        },
      }),
      VersionId: "1",
      CreateTimestamp: created / 1_000,
      HasMoreDestinations: false,
      Destinations: [
        {
          DestinationId: "destinationId-000000000001",
          ...(outside
            ? { [outside.shownAs]: outside.configuration }
            : { ExtendedS3DestinationDescription: destination }),
        },
      ],
    },
  };
}
