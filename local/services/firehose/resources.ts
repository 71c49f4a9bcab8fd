import { arnOf } from "../../kernel/arn.ts";
import {
  changes,
  type Properties,
  pick,
  type ResourceType,
  unlessExists,
  unlessGone,
} from "../../kernel/resource-type.ts";

/** Destinations that the local cloud has, in CloudFormation's words as in the API's. */
const DESTINATIONS = [
  "ExtendedS3DestinationConfiguration",
  "S3DestinationConfiguration",
  "HttpEndpointDestinationConfiguration",
  "SplunkDestinationConfiguration",
] as const;

/** Others have a bucket, for what they refuse or for all: it gets the records here. */
function bucketOfOther(properties: Properties): { readonly S3DestinationConfiguration?: unknown } {
  const other = Object.entries(properties).find(([name]) => name.endsWith("DestinationConfiguration"));
  const { S3Configuration, S3BackupConfiguration } = (other?.[1] ?? {}) as Record<string, unknown>;
  return { S3DestinationConfiguration: S3Configuration ?? S3BackupConfiguration };
}

const deliveryStream: ResourceType = {
  async create(properties, context) {
    const DeliveryStreamName = String(properties["DeliveryStreamName"] ?? context.generateName(64));
    const own = pick(properties, ...DESTINATIONS);
    const source = properties["KinesisStreamSourceConfiguration"];
    const foreign = Object.keys(own).length === 0;
    await unlessExists(
      context.call("firehose", "CreateDeliveryStream", {
        DeliveryStreamName,
        DeliveryStreamType: source === undefined ? "DirectPut" : "KinesisStreamAsSource",
        ...(source !== undefined && { KinesisStreamSourceConfiguration: source }),
        ...(foreign ? bucketOfOther(properties) : own),
      }),
      "ResourceInUseException",
    );
    const { region, accountId } = context.cloud;
    return {
      id: DeliveryStreamName,
      attributes: { Arn: arnOf({ region, accountId }, "firehose", `deliverystream/${DeliveryStreamName}`) },
      ...(foreign && { placeholder: "Its destination is not here: the records go to its bucket." }),
    };
  },
  replaces: changes("DeliveryStreamName", "KinesisStreamSourceConfiguration", ...DESTINATIONS),
  delete: (existing, { call }) =>
    unlessGone(call("firehose", "DeleteDeliveryStream", { DeliveryStreamName: existing.id })),
};

export const FIREHOSE_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::KinesisFirehose::DeliveryStream": deliveryStream,
};
