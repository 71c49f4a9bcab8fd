import type { CallContext, Cloud, Operations } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { queueBatch, runBatch } from "./batch.ts";
import { digestOf, digestOfAttributes } from "./message-digest.ts";
import type { Queue, QueueMessage } from "./queue.ts";
import type { QueueDirectory } from "./queue-directory.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import { checkBatch, type SendInput, send } from "./send-message.ts";
import { between } from "./whole-number.ts";

interface OfQueue {
  readonly QueueUrl: string;
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

const LONGEST_REAL_WAIT = 20_000;

/** Sending, receiving and deleting messages. */
export function messageOperations(cloud: Cloud, queues: QueueDirectory): Operations {
  return {
    SendMessage: (input: OfQueue & SendInput, { traceId }: CallContext) =>
      send(queues.at(input.QueueUrl), input, traceId),

    SendMessageBatch(input: OfQueue & { Entries: (SendInput & { Id: string })[] }, { traceId }: CallContext) {
      const queue = queues.at(input.QueueUrl);
      checkBatch(queue, input.Entries ?? []);
      return runBatch(input.Entries, queueBatch("SendMessageBatchRequestEntry"), (entry) =>
        send(queue, entry, traceId),
      );
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
      const end = cloud.clock.now() + wait * 1_000;
      let taken = take(queues, queue, limit, visibility);
      // A stopped clock would never let the time pass.
      while (taken.length === 0 && cloud.clock.now() < end && cloud.clock.speed > 0) {
        if (!(await somethingVisible(cloud, queue, end))) break;
        taken = take(queues, queue, limit, visibility);
      }
      return taken.length > 0
        ? { Messages: taken.map((message) => describe(cloud, queue, message, input)) }
        : {};
    },

    DeleteMessage({ QueueUrl, ReceiptHandle }: OfQueue & { ReceiptHandle: string }) {
      deleteMessage(queues.at(QueueUrl), ReceiptHandle);
      return {};
    },

    DeleteMessageBatch(input: OfQueue & { Entries: { Id: string; ReceiptHandle: string }[] }) {
      const queue = queues.at(input.QueueUrl);
      return runBatch(input.Entries, queueBatch("DeleteMessageBatchRequestEntry"), ({ ReceiptHandle }) => {
        deleteMessage(
          queue,
          ReceiptHandle,
          `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
        );
        return {};
      });
    },

    ChangeMessageVisibility({ QueueUrl, ...input }: OfQueue & VisibilityInput) {
      return changeVisibility(queues.at(QueueUrl), input);
    },

    ChangeMessageVisibilityBatch(input: OfQueue & { Entries: (VisibilityInput & { Id: string })[] }) {
      const queue = queues.at(input.QueueUrl);
      return runBatch(input.Entries, queueBatch("ChangeMessageVisibilityBatchRequestEntry"), (entry) =>
        changeVisibility(queue, entry),
      );
    },
  };
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

/**
 * Waits in cloud time, and never longer than the longest poll in real time.
 *
 * @returns whether it is worth to look again
 */
function somethingVisible(cloud: Cloud, queue: Queue, end: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (again: boolean) => (): void => {
      stopWaiting();
      timer.cancel();
      clearTimeout(real);
      resolve(again);
    };
    const stopWaiting = queue.onArrival(done(true));
    const next = Math.min(queue.nextVisible() ?? end, end);
    const timer = cloud.clock.after(next - cloud.clock.now(), done(true));
    const real = setTimeout(done(false), LONGEST_REAL_WAIT);
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
  if (pattern === "All" || pattern === ".*" || pattern === "*") return true;
  return pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -2)) : pattern === name;
}

/** Any handle of a standard queue's message deletes it; one of a FIFO queue expires with the visibility timeout. */
function deleteMessage(queue: Queue, receiptHandle: string, invalid?: string): void {
  const message = queue.withHandle(receiptHandle, invalid);
  if (!message) return;
  if (queue.fifo && !(queue.inFlight(message) && message.receiptHandle === receiptHandle))
    throw new ServiceError(
      "InvalidParameterValue",
      `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  queue.delete(message);
}

function changeVisibility(queue: Queue, { ReceiptHandle, VisibilityTimeout }: VisibilityInput): object {
  const seconds = between("VisibilityTimeout", VisibilityTimeout, 0, 43_200);
  const message = queue.withHandle(ReceiptHandle);
  if (!message || !queue.inFlight(message))
    throw new ServiceError(
      message ? "MessageNotInflight" : "InvalidParameterValue",
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  queue.hide(message, seconds);
  return {};
}
