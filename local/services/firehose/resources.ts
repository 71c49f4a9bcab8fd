import { arnOf } from "../../kernel/arn.ts";
import { changes, pick, type ResourceType, unlessExists, unlessGone } from "../../kernel/resource-type.ts";

const deliveryStream: ResourceType = {
  async create(properties, context) {
    const DeliveryStreamName = String(properties["DeliveryStreamName"] ?? context.generateName(64));
    await unlessExists(
      context.call("firehose", "CreateDeliveryStream", {
        DeliveryStreamName,
        DeliveryStreamType: "DirectPut",
        ...pick(properties, "ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"),
      }),
      "ResourceInUseException",
    );
    const { region, accountId } = context.cloud;
    return {
      id: DeliveryStreamName,
      attributes: { Arn: arnOf({ region, accountId }, "firehose", `deliverystream/${DeliveryStreamName}`) },
    };
  },
  replaces: changes("DeliveryStreamName", "ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"),
  delete: (existing, { call }) =>
    unlessGone(call("firehose", "DeleteDeliveryStream", { DeliveryStreamName: existing.id })),
};

export const FIREHOSE_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::KinesisFirehose::DeliveryStream": deliveryStream,
};
