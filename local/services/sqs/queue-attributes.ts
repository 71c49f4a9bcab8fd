import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue, QueueAttributes } from "./queue.ts";
import { isDocument, normalRedrivePolicy } from "./redrive-policy.ts";

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

const FIFO_DEFAULTS: QueueAttributes = {
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

export function defaultAttributes(fifo: boolean): QueueAttributes {
  return {
    ...Object.fromEntries(
      Object.entries(NUMBERS).map(([name, [, , byDefault]]) => [name, String(byDefault)]),
    ),
    SqsManagedSseEnabled: "true",
    ...(fifo && FIFO_DEFAULTS),
  };
}

/**
 * Changes attributes of a queue; an empty text removes one. A queue is encrypted by KMS or by SQS, not by both.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
 */
export function setAttributes(attributes: QueueAttributes, changes: QueueAttributes): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === "") delete attributes[name];
    else attributes[name] = value;
  }
  if (changes["KmsMasterKeyId"]) attributes["SqsManagedSseEnabled"] = "false";
  else if (changes["SqsManagedSseEnabled"] === "true") {
    delete attributes["KmsMasterKeyId"];
    delete attributes["KmsDataKeyReusePeriodSeconds"];
  }
}

const SWITCHES = new Set(["FifoQueue", "ContentBasedDeduplication", "SqsManagedSseEnabled"]);

/** @throws ServiceError when a name is unknown or a value is not allowed */
export function checkAttributes(attributes: Readonly<Record<string, unknown>>): QueueAttributes {
  const checked: QueueAttributes = {};
  for (const [name, given] of Object.entries(attributes)) {
    const text = typeof given === "object" ? JSON.stringify(given) : String(given);
    const value = SWITCHES.has(name) ? text.toLowerCase() : text;
    const range = NUMBERS[name];
    if (!range && !OTHERS.has(name))
      throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    if (range && !(/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]))
      throw invalidValue(name, value);
    if (name === "Policy" && value !== "" && !isDocument(value)) throw invalidValue(name, value);
    checked[name] = name === "RedrivePolicy" && value !== "" ? normalRedrivePolicy(value) : value;
  }
  if (checked["KmsMasterKeyId"] && checked["SqsManagedSseEnabled"] === "true")
    throw new ServiceError(
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
    );
  return checked;
}

/** @throws ServiceError when an attribute of ordered queues is given to one that is none */
export function checkStandardQueue(attributes: QueueAttributes): void {
  for (const name of ["FifoQueue", "ContentBasedDeduplication"])
    if (name in attributes) throw new ServiceError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  for (const name of ["DeduplicationScope", "FifoThroughputLimit"])
    if (name in attributes)
      throw new ServiceError(
        "InvalidAttributeName",
        `You can specify the ${name} only when FifoQueue is set to true.`,
      );
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
