import { arnOf } from "../../kernel/arn.ts";
import { changes, type ResourceType, tagsOf, unlessExists, unlessGone } from "../../kernel/resource-type.ts";

const USUAL_RETENTION = 24;

const stream: ResourceType = {
  async create(properties, context) {
    const StreamName = String(properties["Name"] ?? context.generateName(128));
    const { ShardCount, StreamModeDetails, Tags } = properties;
    const create = context.call("kinesis", "CreateStream", {
      StreamName,
      ...(ShardCount !== undefined && { ShardCount }),
      StreamModeDetails: StreamModeDetails ?? {
        StreamMode: ShardCount === undefined ? "ON_DEMAND" : "PROVISIONED",
      },
      ...(Tags !== undefined && { Tags: tagsOf(properties) }),
    });
    if (await unlessExists(create, "ResourceInUseException"))
      context.made({ id: StreamName, attributes: {} });
    await setRetention(StreamName, properties["RetentionPeriodHours"], context.call);
    return { id: StreamName, attributes: { Arn: arnOf(context.cloud, "kinesis", `stream/${StreamName}`) } };
  },
  replaces: changes("Name", "ShardCount", "StreamModeDetails"),
  async update(properties, existing, { call }) {
    await setRetention(existing.id, properties["RetentionPeriodHours"], call);
    return existing;
  },
  delete: (existing, { call }) => unlessGone(call("kinesis", "DeleteStream", { StreamName: existing.id })),
};

async function setRetention(
  StreamName: string,
  hours: unknown = USUAL_RETENTION,
  call: (service: string, operation: string, input: object) => Promise<unknown>,
): Promise<void> {
  const { StreamDescriptionSummary } = (await call("kinesis", "DescribeStreamSummary", { StreamName })) as {
    StreamDescriptionSummary: { RetentionPeriodHours: number };
  };
  const RetentionPeriodHours = Number(hours);
  const former = StreamDescriptionSummary.RetentionPeriodHours;
  if (RetentionPeriodHours === former) return;
  const operation = RetentionPeriodHours > former ? "Increase" : "Decrease";
  await call("kinesis", `${operation}StreamRetentionPeriod`, { StreamName, RetentionPeriodHours });
}

export const KINESIS_RESOURCES: Readonly<Record<string, ResourceType>> = {
  "AWS::Kinesis::Stream": stream,
};
