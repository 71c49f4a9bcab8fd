import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";

/** A delivery stream as it is kept. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  readonly destination: ExtendedS3DestinationConfiguration;
}
