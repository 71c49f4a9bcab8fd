import type { Cloud, Operations } from "../cloud.ts";
import { ServiceError } from "../service-error.ts";
import { runBatch } from "./batch.ts";
import { digestOf, digestOfAttributes } from "./message-digest.ts";
import type { Queue, QueueMessage } from "./queue.ts";
import { readRedrivePolicy } from "./queue-attributes.ts";
import type { QueueDirectory } from "./queue-directory.ts";
import { type SendInput, send } from "./send-message.ts";
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
