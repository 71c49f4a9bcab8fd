import type { ReceiveMessageRequest } from "@aws-sdk/client-sqs";
import type { Cloud } from "../../kernel/cloud.ts";
import type { Input } from "../../kernel/service.ts";
import { digestOf, digestOfAttributes } from "./message-digest.ts";
import type { Queue } from "./queue.ts";
import { type QueueMessage, sequenceNumber } from "./queue-message.ts";

/** A message as ReceiveMessage answers it, with the attributes that were asked for. */
export function describeMessage(
  cloud: Cloud,
  queue: Queue,
  message: QueueMessage,
  input: Input<ReceiveMessageRequest>,
): Record<string, unknown> {
  const system: Record<string, string | undefined> = {
    SenderId: cloud.accountId,
    SentTimestamp: String(message.sent),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceived),
    AWSTraceHeader: message.traceHeader,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: queue.fifo ? sequenceNumber(message) : undefined,
    DeadLetterQueueSourceArn: message.deadLetterSource,
  };
  const wanted: readonly string[] = [
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ];
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
