import type { Properties, ResourceContext, ResourceType } from "../../kernel/resource-type.ts";
import { placeholderType } from "../placeholder.ts";
import { type AwaitedSignals, openSignals, resourceChannel, type Signal } from "./signals.ts";

export const WAIT_CONDITION = "AWS::CloudFormation::WaitCondition";

/** Seconds that a creation policy waits. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html */
const USUAL_WAIT = 300;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitcondition.html */
const LONGEST_WAIT = 43_200;

export const waitConditionHandle: ResourceType = {
  async create(_properties, { cloud, stackId, logicalId }) {
    const signals = cloud.state(openSignals);
    const address = signals.newAddress(`${stackId}/${logicalId}`);
    signals.open(address);
    return { id: address, attributes: {} };
  },
  update: async (_properties, existing) => existing,
  async delete({ id }, { cloud }) {
    cloud.state(openSignals).close(id);
  },
};

export const waitCondition: ResourceType = {
  async create(properties, context) {
    const { cloud, stackId, logicalId, wait } = context;
    const { Handle } = properties;
    const channel = Handle === undefined ? resourceChannel(stackId, logicalId) : String(Handle);
    const awaited = awaitedSignals(properties, context);
    const silent = context.placeholderWith(Handle === undefined ? logicalId : channel);
    if (silent !== undefined) {
      const reason = `Its signals would come from ${silent}, for which a placeholder stands.`;
      return placeholderType(WAIT_CONDITION, reason).create(properties, context);
    }
    const signals = cloud.state(openSignals);
    try {
      const received = await wait(signals.wait(channel, awaited));
      return { id: context.generateName(), attributes: { Data: dataOf(received) } };
    } finally {
      if (Handle === undefined) signals.close(channel);
    }
  },
  // "Updates aren't supported": what has waited need not wait again.
  update: async (_properties, existing) => existing,
  delete: async () => {},
};

/** @throws Error when it is not said what is waited for */
function awaitedSignals(properties: Properties, { creationPolicy }: ResourceContext): AwaitedSignals {
  const { Handle, Timeout, Count = 1 } = properties;
  const { ResourceSignal } = (creationPolicy ?? {}) as {
    ResourceSignal?: { readonly Count?: unknown; readonly Timeout?: unknown };
  };
  const awaited =
    Handle === undefined && creationPolicy !== undefined
      ? { count: Number(ResourceSignal?.Count ?? 1), seconds: durationOf(ResourceSignal?.Timeout) }
      : { count: Number(Count), seconds: Number(Timeout) };
  if (Handle === undefined && creationPolicy === undefined)
    throw new Error("expected a Handle and a Timeout, or a CreationPolicy");
  if (!(awaited.seconds > 0 && awaited.seconds <= LONGEST_WAIT))
    throw new Error(`expected a timeout from 1 to ${LONGEST_WAIT} seconds`);
  if (!(Number.isInteger(awaited.count) && awaited.count > 0))
    throw new Error("expected a whole number of signals from 1 on");
  return awaited;
}

/** Seconds of a duration as ISO 8601 writes it, such as `PT1H30M`; NaN when it is none. */
function durationOf(text: unknown): number {
  if (text === undefined) return USUAL_WAIT;
  const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(String(text));
  if (!parts) return Number.NaN;
  const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return hours! * 3_600 + minutes! * 60 + seconds!;
}

const dataOf = (received: ReadonlyMap<string, Signal>): string =>
  JSON.stringify(Object.fromEntries([...received].map(([id, { data }]) => [id, data])));
