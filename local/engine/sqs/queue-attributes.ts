import { ServiceError } from "../service-error.ts";
import type { Queue, QueueAttributes } from "./queue.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const NUMBERS: Readonly<Record<string, readonly [lowest: number, highest: number, byDefault: number]>> = {
  DelaySeconds: [0, 900, 0],
  MaximumMessageSize: [1_024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  VisibilityTimeout: [0, 43_200, 30],
};
const OTHERS = new Set([
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "SqsManagedSseEnabled",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
]);

export function defaultAttributes(): QueueAttributes {
  return {
    ...Object.fromEntries(
      Object.entries(NUMBERS).map(([name, [, , byDefault]]) => [name, String(byDefault)]),
    ),
    SqsManagedSseEnabled: "true",
  };
}

/** @throws ServiceError when a name is unknown or a value is not allowed */
export function checkAttributes(attributes: Readonly<Record<string, unknown>>): QueueAttributes {
  const checked: QueueAttributes = {};
  for (const [name, given] of Object.entries(attributes)) {
    const value = typeof given === "object" ? JSON.stringify(given) : String(given);
    const range = NUMBERS[name];
    if (!range && !OTHERS.has(name))
      throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]))
      throw invalidValue(name, value);
    if (name === "RedrivePolicy" && value !== "") readRedrivePolicy(value);
    if (name === "Policy" && value !== "" && !isJson(value)) throw invalidValue(name, value);
    checked[name] = value;
  }
  return checked;
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** @throws ServiceError when the policy is malformed */
export function readRedrivePolicy(text: string): RedrivePolicy {
  const reason = (why: string): ServiceError =>
    new ServiceError(
      "InvalidParameterValue",
      `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${why}`,
    );
  if (!isJson(text)) throw reason("Redrive policy is not a valid JSON map.");
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
  if (typeof deadLetterTargetArn !== "string")
    throw reason("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (maxReceiveCount === undefined)
    throw reason("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  const count = Number(maxReceiveCount);
  if (!(Number.isInteger(count) && count >= 1 && count <= 1_000))
    throw reason(
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to 1000.`,
    );
  return { deadLetterTargetArn, maxReceiveCount: count };
}

/** The attributes of a queue by name, all of them or those asked for. */
export function describeAttributes(queue: Queue, names: readonly string[]): QueueAttributes {
  const { visible, hidden, delayed } = queue.counts();
  const all: QueueAttributes = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.created / 1_000)),
    LastModifiedTimestamp: String(Math.floor(queue.modified / 1_000)),
    ...queue.attributes,
  };
  if (names.includes("All")) return all;
  return Object.fromEntries(
    names
      .map((name) => {
        if (!(name in all) && !OTHERS.has(name))
          throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
        return [name, all[name]!] as const;
      })
      .filter(([, value]) => value !== undefined),
  );
}

function invalidValue(name: string, value: string): ServiceError {
  return new ServiceError("InvalidAttributeValue", `Invalid value for the parameter ${name}: ${value}.`);
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
