import { jsonText } from "#kernel/json-text.ts";
import {
  type CreatedResource,
  changes,
  lowerFirst,
  type Properties,
  pick,
  type ResourceContext,
  type ResourceType,
  tagsOf,
  unlessGone,
} from "#kernel/resource-type.ts";

/** The API wants no tags rather than none of them. */
const taggedBy = (properties: Properties): object =>
  ((properties["Tags"] ?? []) as unknown[]).length > 0 ? { tags: tagsOf(properties) } : {};

const DELIVERY_SETTINGS = ["RecordFields", "FieldDelimiter"];

function deliverySettings(properties: Properties): object {
  const { S3SuffixPath: suffixPath, S3EnableHiveCompatiblePath: hive } = properties;
  const toS3 = suffixPath !== undefined || hive !== undefined;
  return {
    ...(lowerFirst(pick(properties, ...DELIVERY_SETTINGS)) as object),
    ...(toS3 && {
      s3DeliveryConfiguration: {
        ...(suffixPath !== undefined && { suffixPath }),
        ...(hive !== undefined && { enableHiveCompatiblePath: hive }),
      },
    }),
  };
}

const delivery: ResourceType = {
  async create(properties, { call }) {
    const made = await call<{ delivery: { id: string; arn: string; deliveryDestinationType: string } }>(
      "logs",
      "CreateDelivery",
      {
        deliverySourceName: properties["DeliverySourceName"],
        deliveryDestinationArn: properties["DeliveryDestinationArn"],
        ...deliverySettings(properties),
        ...taggedBy(properties),
      },
    );
    const { id, arn, deliveryDestinationType } = made.delivery;
    return { id, attributes: { Arn: arn, DeliveryId: id, DeliveryDestinationType: deliveryDestinationType } };
  },
  replaces: changes("DeliverySourceName", "DeliveryDestinationArn"),
  async update(properties, existing, { call }) {
    await call("logs", "UpdateDeliveryConfiguration", { id: existing.id, ...deliverySettings(properties) });
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("logs", "DeleteDelivery", { id: existing.id })),
};

async function putSource(properties: Properties, { call }: ResourceContext): Promise<CreatedResource> {
  const { deliverySource } = await call<{
    deliverySource: { name: string; arn: string; service: string; resourceArns: string[] };
  }>("logs", "PutDeliverySource", {
    ...(lowerFirst(pick(properties, "Name", "ResourceArn", "LogType")) as object),
    ...taggedBy(properties),
  });
  const { name, arn, service, resourceArns } = deliverySource;
  return { id: name, attributes: { Arn: arn, Service: service, ResourceArns: resourceArns } };
}

const deliverySource: ResourceType = {
  create: putSource,
  update: (properties, _existing, context) => putSource(properties, context),
  replaces: changes("Name", "ResourceArn", "LogType"),
  delete: (existing, { call }) => unlessGone(call("logs", "DeleteDeliverySource", { name: existing.id })),
};

/** The policy stands alone, or in the member that names its destination too. */
function policyOf(written: unknown): unknown {
  const { DeliveryDestinationPolicy } = (written ?? {}) as Properties;
  return DeliveryDestinationPolicy ?? written;
}

async function putDestination(properties: Properties, { call }: ResourceContext): Promise<CreatedResource> {
  const destinationResourceArn = properties["DestinationResourceArn"];
  const { deliveryDestination } = await call<{
    deliveryDestination: { name: string; arn: string; deliveryDestinationType: string };
  }>("logs", "PutDeliveryDestination", {
    ...(lowerFirst(pick(properties, "Name", "OutputFormat", "DeliveryDestinationType")) as object),
    ...(destinationResourceArn !== undefined && {
      deliveryDestinationConfiguration: { destinationResourceArn },
    }),
    ...taggedBy(properties),
  });
  const { name, arn, deliveryDestinationType } = deliveryDestination;
  const policy = policyOf(properties["DeliveryDestinationPolicy"]);
  if (policy !== undefined)
    await call("logs", "PutDeliveryDestinationPolicy", {
      deliveryDestinationName: name,
      deliveryDestinationPolicy: jsonText(policy),
    });
  return { id: name, attributes: { Arn: arn, DeliveryDestinationType: deliveryDestinationType } };
}

const deliveryDestination: ResourceType = {
  create: putDestination,
  update: (properties, _existing, context) => putDestination(properties, context),
  replaces: changes("Name", "DestinationResourceArn", "DeliveryDestinationType"),
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteDeliveryDestination", { name: existing.id })),
};

async function putLogicalDestination(
  properties: Properties,
  { call }: ResourceContext,
): Promise<CreatedResource> {
  const destinationName = String(properties["DestinationName"]);
  const { destination } = await call<{ destination: { arn: string } }>("logs", "PutDestination", {
    destinationName,
    targetArn: properties["TargetArn"],
    roleArn: properties["RoleArn"],
    ...taggedBy(properties),
  });
  const policy = properties["DestinationPolicy"];
  if (policy !== undefined)
    await call("logs", "PutDestinationPolicy", {
      destinationName,
      accessPolicy: jsonText(policy),
    });
  return { id: destinationName, attributes: { Arn: destination.arn } };
}

const destination: ResourceType = {
  create: putLogicalDestination,
  update: (properties, _existing, context) => putLogicalDestination(properties, context),
  replaces: changes("DestinationName"),
  delete: (existing, { call }) =>
    unlessGone(call("logs", "DeleteDestination", { destinationName: existing.id })),
};

/** What is delivered by name: logs of AWS's services, and events to destinations of other accounts. */
export const DELIVERY_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Logs::Delivery": delivery,
  "AWS::Logs::DeliveryDestination": deliveryDestination,
  "AWS::Logs::DeliverySource": deliverySource,
  "AWS::Logs::Destination": destination,
};
