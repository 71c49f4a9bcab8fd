import type { Cloud, Operations } from "../cloud.ts";
import { ServiceError } from "../service-error.ts";
import { runBatch } from "./batch.ts";
import { bytesOf, digestOf, digestOfAttributes, type MessageAttributes } from "./message-digest.ts";
import { type Queue, type QueueMessage, receiptOf } from "./queue.ts";
import { readRedrivePolicy } from "./queue-attributes.ts";
import type { QueueDirectory } from "./queue-directory.ts";

interface OfQueue {
  readonly QueueUrl: string;
}

interface SendInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

interface ReceiveInput extends OfQueue {
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
}

interface VisibilityInput {
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout: number;
}

/** Characters that a message must not contain: those outside of XML 1.0. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const LONGEST_REAL_WAIT = 20_000;

/** Sending, receiving and deleting messages. */
export function messageOperations(cloud: Cloud, queues: QueueDirectory): Operations {
  return {
    SendMessage: (input: OfQueue & SendInput) => send(queues.at(input.QueueUrl), input),

    SendMessageBatch(input: OfQueue & { Entries: (SendInput & { Id: string })[] }) {
      const queue = queues.at(input.QueueUrl);
      return runBatch(input.Entries, (entry) => send(queue, entry));
    },

    async ReceiveMessage(input: ReceiveInput) {
      const queue = queues.at(input.QueueUrl);
      const limit = between("MaxNumberOfMessages", input.MaxNumberOfMessages ?? 1, 1, 10);
      const visibility = between(
        "VisibilityTimeout",
        input.VisibilityTimeout ?? Number(queue.attributes["VisibilityTimeout"]),
        0,
        43_200,
      );
      const wait = between(
        "WaitTimeSeconds",
        input.WaitTimeSeconds ?? Number(queue.attributes["ReceiveMessageWaitTimeSeconds"]),
        0,
        20,
      );
      let taken = take(queues, queue, limit, visibility);
      if (taken.length === 0 && wait > 0 && cloud.clock.speed > 0) {
        await arrivalOrTimeout(cloud, queue, wait * 1_000);
        taken = take(queues, queue, limit, visibility);
      }
      return taken.length > 0
        ? { Messages: taken.map((message) => describe(cloud, queue, message, input)) }
        : {};
    },

    DeleteMessage({ QueueUrl, ReceiptHandle }: OfQueue & { ReceiptHandle: string }) {
      queues.at(QueueUrl).delete(handleOf(ReceiptHandle));
      return {};
    },

    DeleteMessageBatch(input: OfQueue & { Entries: { Id: string; ReceiptHandle: string }[] }) {
      const queue = queues.at(input.QueueUrl);
      return runBatch(input.Entries, ({ ReceiptHandle }) => {
        queue.delete(handleOf(ReceiptHandle));
        return {};
      });
    },

    ChangeMessageVisibility({ QueueUrl, ...input }: OfQueue & VisibilityInput) {
      return changeVisibility(cloud, queues.at(QueueUrl), input);
    },

    ChangeMessageVisibilityBatch(input: OfQueue & { Entries: (VisibilityInput & { Id: string })[] }) {
      const queue = queues.at(input.QueueUrl);
      return runBatch(input.Entries, (entry) => changeVisibility(cloud, queue, entry));
    },
  };
}

function send(queue: Queue, input: SendInput): Record<string, string> {
  const { MessageBody: body, MessageAttributes: attributes = {} } = input;
  if (typeof body !== "string" || body === "")
    throw new ServiceError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (FORBIDDEN.test(body))
    throw new ServiceError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.",
    );
  checkMessageAttributes(attributes);
  const size = Object.entries(attributes).reduce((sum, [name, { DataType, StringValue, BinaryValue }]) => {
    const value =
      BinaryValue === undefined ? Buffer.byteLength(StringValue ?? "") : bytesOf(BinaryValue).length;
    return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType) + value;
  }, Buffer.byteLength(body));
  const limit = Number(queue.attributes["MaximumMessageSize"]);
  if (size > limit)
    throw new ServiceError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  const delaySeconds = input.DelaySeconds && between("DelaySeconds", input.DelaySeconds, 0, 900);
  const traceHeader = input.MessageSystemAttributes?.["AWSTraceHeader"]?.StringValue;
  if (!queue.fifo)
    return receiptOf(
      queue.send({ body, attributes, delaySeconds, traceHeader, groupId: input.MessageGroupId }),
      false,
    );
  if (!input.MessageGroupId)
    throw new ServiceError("MissingParameter", "The request must contain the parameter MessageGroupId.");
  const byContent = queue.attributes["ContentBasedDeduplication"] === "true";
  const deduplicationId = input.MessageDeduplicationId ?? (byContent ? digestOf(body) : undefined);
  if (deduplicationId === undefined)
    throw new ServiceError(
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  const message = queue.send({
    body,
    attributes,
    traceHeader,
    groupId: input.MessageGroupId,
    deduplicationId,
  });
  return receiptOf(message, true);
}

function checkMessageAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > 10)
    throw new ServiceError(
      "InvalidParameterValue",
      `Number of message attributes [${names.length}] exceeds the allowed maximum [10].`,
    );
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    if (!/^(String|Number|Binary)(\.|$)/.test(DataType ?? ""))
      throw new ServiceError(
        "InvalidParameterValue",
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
    if (value === undefined || value.length === 0)
      throw new ServiceError(
        "InvalidParameterValue",
        `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${DataType}'.`,
      );
  }
}

function take(queues: QueueDirectory, queue: Queue, limit: number, visibility: number): QueueMessage[] {
  const { RedrivePolicy } = queue.attributes;
  const policy = RedrivePolicy ? readRedrivePolicy(RedrivePolicy) : undefined;
  const deadLetters = policy && queues.withArn(policy.deadLetterTargetArn);
  return queue.receive(limit, visibility, {
    most: deadLetters ? policy.maxReceiveCount : Number.POSITIVE_INFINITY,
    rejected: (message) => deadLetters?.adopt(message, queue.arn),
  });
}

/** Waits in cloud time, and never longer than the longest poll in real time. */
function arrivalOrTimeout(cloud: Cloud, queue: Queue, wait: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stopWaiting();
      timer.cancel();
      clearTimeout(real);
      resolve();
    };
    const stopWaiting = queue.onArrival(done);
    const timer = cloud.clock.after(wait, done);
    const real = setTimeout(done, LONGEST_REAL_WAIT);
    real.unref();
  });
}

function describe(
  cloud: Cloud,
  queue: Queue,
  message: QueueMessage,
  input: ReceiveInput,
): Record<string, unknown> {
  const system: Record<string, string | undefined> = {
    SenderId: cloud.accountId,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    AWSTraceHeader: message.traceHeader,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: queue.fifo ? String(message.sequence).padStart(20, "0") : undefined,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const wanted = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const Attributes = Object.fromEntries(
    Object.entries(system).filter(([name, value]) => {
      return value !== undefined && (wanted.includes("All") || wanted.includes(name));
    }),
  );
  const names = input.MessageAttributeNames ?? [];
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) =>
      names.some((pattern) => nameMatches(pattern, name)),
    ),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: digestOf(message.body),
    Body: message.body,
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: digestOfAttributes(attributes),
    }),
  };
}

function nameMatches(pattern: string, name: string): boolean {
  if (pattern === "All" || pattern === ".*") return true;
  return pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function changeVisibility(
  cloud: Cloud,
  queue: Queue,
  { ReceiptHandle, VisibilityTimeout }: VisibilityInput,
): object {
  const seconds = between("VisibilityTimeout", VisibilityTimeout, 0, 43_200);
  const message = queue.withHandle(handleOf(ReceiptHandle));
  if (!message || message.visibleAt <= cloud.clock.now())
    throw new ServiceError(
      "MessageNotInflight",
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  queue.hide(message, seconds);
  return {};
}

function handleOf(receiptHandle: string): string {
  if (!receiptHandle || !/^[A-Za-z0-9+/=]+$/.test(receiptHandle))
    throw new ServiceError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    );
  return receiptHandle;
}

function between(name: string, given: number, lowest: number, highest: number): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new ServiceError(
    "InvalidParameterValue",
    `Value ${given} for parameter ${name} is invalid. Reason: Must be between ${lowest} and ${highest}, if provided.`,
  );
}
