import { createHash, randomUUID } from "node:crypto";
import { SNS_MESSAGE_MAX_BYTES } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { bytesOf, type MessageAttributes } from "../sqs/message-digest.ts";
import type { Delivery } from "./delivery.ts";
import { sequenceNumber } from "./envelope.ts";
import type { Topic, TopicMessage } from "./topic.ts";
import { invalidParameter, type TopicDirectory } from "./topic-directory.ts";

export interface PublishEntry {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

const DEDUPLICATION_WINDOW = 300_000;

/** @throws ServiceError when what an entry has, or lacks, does not go with the kind of topic */
export function checkForTopic(topic: Topic, entries: readonly PublishEntry[]): void {
  if (topic.attributes["FifoTopic"] === "true") {
    if (!entries.every(({ MessageGroupId }) => MessageGroupId))
      throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
    for (const entry of entries) deduplicationIdOf(topic, entry);
  } else if (entries.some(({ MessageDeduplicationId }) => MessageDeduplicationId !== undefined))
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    );
}

export function checkText({ Message, Subject, MessageAttributes = {} }: PublishEntry): void {
  if (typeof Message !== "string" || Message === "") throw invalidParameter("Empty message");
  if (sizeOf({ Message, MessageAttributes }) > SNS_MESSAGE_MAX_BYTES)
    throw invalidParameter("Message too long");
  if (
    Subject !== undefined &&
    (Subject === "" || Subject.length > 100 || /^\s|[\u0000-\u001f\u007f]/.test(Subject))
  )
    throw invalidParameter("Subject");
}

/** @param place of the entry in its batch @throws ServiceError when an attribute or the structure is malformed */
export function checkAttributes(
  { Message, MessageAttributes = {}, ...entry }: PublishEntry,
  place = "",
): void {
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes)) {
    if (DataType === undefined)
      throw new ServiceError(
        "ValidationError",
        `1 validation error detected: Value null at '${place}messageAttributes.${name}.member.dataType' failed to satisfy constraint: Member must not be null`,
      );
    checkAttributeName(name);
    if (!/^(String|Number|Binary|String\.Array)(\..|$)/.test(DataType ?? ""))
      throw new ServiceError(
        "InvalidParameterValueException",
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    const [value, other, field] = DataType.startsWith("Binary")
      ? [BinaryValue, StringValue, "Binary"]
      : [StringValue, BinaryValue, "String"];
    if (value === undefined && other !== undefined && other.length > 0)
      throw new ServiceError(
        "InvalidParameterValueException",
        `The message attribute '${name}' with type '${DataType}' must use field '${field}'.`,
      );
    if (value === undefined || value.length === 0)
      throw new ServiceError(
        "InvalidParameterValueException",
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
      );
    if (DataType.startsWith("Number") && !Number.isFinite(Number(value)))
      throw new ServiceError(
        "InvalidParameterValueException",
        `Could not cast message attribute '${name}' value to number.`,
      );
  }
  if (entry.MessageStructure !== undefined && entry.MessageStructure !== "json")
    throw invalidParameter("MessageStructure");
  if (entry.MessageStructure === "json") byProtocol(Message);
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function checkAttributeName(name: string): void {
  const refuse = (reason: string) => new ServiceError("InvalidParameterValueException", reason);
  if (name.startsWith("."))
    throw refuse("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith(".")) throw refuse("Invalid message attribute name ending with character '.' was found.");
  const odd = /[^\w.-]/u.exec(name)?.[0];
  if (odd !== undefined)
    throw refuse(
      `Invalid non-alphanumeric character '#x${odd.codePointAt(0)!.toString(16).toUpperCase()}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  if (name.includes("..")) throw refuse("Message attribute name can not have successive '.' character.");
  if (name === "" || name.length > 256)
    throw refuse("Length of message attribute name must be less than 256 bytes.");
}

/** Puts a message on its way to the subscriptions of a topic. */
export function publishTo(
  cloud: Cloud,
  topics: TopicDirectory,
  {
    topic,
    entry,
    delivery,
    traceId,
  }: { topic: Topic; entry: PublishEntry; delivery: Delivery; traceId: string | undefined },
): Record<string, string> {
  const fifo = topic.attributes["FifoTopic"] === "true";
  const now = cloud.clock.now();
  const deduplicationId = fifo ? deduplicationIdOf(topic, entry) : undefined;
  if (deduplicationId !== undefined) {
    for (const [id, { time }] of topic.recent)
      if (time <= now - DEDUPLICATION_WINDOW) topic.recent.delete(id);
    const duplicateOf = topic.recent.get(deduplicationId);
    if (duplicateOf)
      return {
        MessageId: duplicateOf.messageId,
        SequenceNumber: sequenceNumber(duplicateOf.sequence ?? topic.sequence),
      };
  }
  const id = randomUUID();
  if (deduplicationId !== undefined)
    topic.recent.set(deduplicationId, { time: now, messageId: id, sequence: topic.sequence + 1 });
  const texts = entry.MessageStructure === "json" ? byProtocol(entry.Message) : undefined;
  const message: TopicMessage = {
    id,
    topicArn: topic.arn,
    subject: entry.Subject,
    bodyFor: (protocol) => texts?.[protocol] ?? texts?.["default"] ?? entry.Message,
    attributes: entry.MessageAttributes ?? {},
    timestamp: now,
    groupId: entry.MessageGroupId,
    deduplicationId,
    sequence: fifo ? ++topic.sequence : undefined,
    traceId,
  };
  if (fifo) topics.changed(topic);
  delivery.fanOut(message, topic.subscriptions.values());
  return { MessageId: id, ...(message.sequence && { SequenceNumber: sequenceNumber(message.sequence) }) };
}

/** The text for each protocol; what is no text is left out, as SNS does. */
function byProtocol(message: string): Record<string, string> {
  let texts: unknown;
  try {
    texts = JSON.parse(message);
  } catch {
    throw invalidParameter("Message Structure - JSON message body failed to parse");
  }
  const found = Object.fromEntries(
    Object.entries(texts ?? {}).filter(([, text]) => typeof text === "string"),
  );
  if (found["default"] === undefined)
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  return found as Record<string, string>;
}

function deduplicationIdOf(topic: Topic, entry: PublishEntry): string {
  if (entry.MessageDeduplicationId) return entry.MessageDeduplicationId;
  if (topic.attributes["ContentBasedDeduplication"] !== "true")
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  return createHash("sha256").update(entry.Message).digest("hex");
}

export function sizeOf({
  Message,
  MessageAttributes = {},
}: Pick<PublishEntry, "Message" | "MessageAttributes">): number {
  return Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType, StringValue, BinaryValue }]) => {
      const value =
        BinaryValue === undefined ? Buffer.byteLength(StringValue ?? "") : bytesOf(BinaryValue).length;
      return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType ?? "") + value;
    },
    Buffer.byteLength(Message ?? ""),
  );
}
