import { changes, pick, type ResourceType, tagsOf, unlessGone } from "#kernel/resource-type.ts";

/** What can be changed. */
const SETTINGS = [
  "BatchSize",
  "BisectBatchOnFunctionError",
  "DestinationConfig",
  "Enabled",
  "FilterCriteria",
  "FunctionName",
  "FunctionResponseTypes",
  "MaximumBatchingWindowInSeconds",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
  "ParallelizationFactor",
  "ScalingConfig",
  "TumblingWindowInSeconds",
];
const FIXED = ["EventSourceArn", "StartingPosition", "StartingPositionTimestamp", "SelfManagedEventSource"];

export const eventSourceMapping: ResourceType = {
  async create(properties, { call }) {
    const { UUID, EventSourceMappingArn } = await call<{ UUID: string; EventSourceMappingArn: string }>(
      "lambda",
      "CreateEventSourceMapping",
      {
        ...pick(properties, ...SETTINGS, ...FIXED),
        ...(properties["Tags"] !== undefined && { Tags: tagsOf(properties) }),
      },
    );
    return { id: UUID, attributes: { Id: UUID, EventSourceMappingArn } };
  },
  replaces: changes(...FIXED),
  async update(properties, existing, { call }) {
    const input = { UUID: existing.id, ...pick(properties, ...SETTINGS) };
    await call("lambda", "UpdateEventSourceMapping", input);
    return existing;
  },
  delete: (existing, { call }) =>
    unlessGone(call("lambda", "DeleteEventSourceMapping", { UUID: existing.id })),
};
