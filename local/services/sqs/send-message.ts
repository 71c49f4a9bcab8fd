import { createHash } from "node:crypto";
import { ServiceError } from "../../kernel/service-error.ts";
import { bytesOf, type MessageAttributes } from "./message-digest.ts";
import type { Queue } from "./queue.ts";
import { receiptOf } from "./queue-message.ts";

export interface SendInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: MessageAttributes | undefined;
  readonly MessageSystemAttributes?: MessageAttributes | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const LONGEST_BATCH = 1_048_576;
const LONGEST_DELAY = 900;

/** Characters that a message must not contain: those outside of XML 1.0. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Checks a message and puts it into a queue.
 *
 * @param options `traceId`: the trace header of the call, which the message keeps unless it has one of its own;
 *   `batch`: whether it is an entry of a batch, whose errors are worded in another way
 * @throws ServiceError
 */
export function send(
  queue: Queue,
  input: SendInput,
  { traceId, batch = false }: { readonly traceId?: string | undefined; readonly batch?: boolean } = {},
): Record<string, string> {
  const { MessageBody: body } = input;
  const attributes = asText(input.MessageAttributes);
  if (body === "")
    throw new ServiceError("MissingParameter", "The request must contain the parameter MessageBody.");
  if (FORBIDDEN.test(body))
    throw new ServiceError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.",
    );
  checkMessageAttributes(attributes);
  const size = sizeOf(input);
  const limit = Number(queue.attributes["MaximumMessageSize"]);
  if (size > limit)
    throw new ServiceError(
      "InvalidParameterValue",
      `One or more parameters ${batch ? "cannot be validated" : "are invalid"}. Reason: Message must be shorter than ${limit} bytes.`,
    );
  const traceHeader = input.MessageSystemAttributes?.["AWSTraceHeader"]?.StringValue ?? traceId;
  if (!queue.fifo) {
    if (input.MessageDeduplicationId !== undefined)
      throw notForThisQueue("MessageDeduplicationId", input.MessageDeduplicationId);
    const delaySeconds = delayOf(input);
    const message = queue.send({
      body,
      attributes,
      delaySeconds,
      traceHeader,
      groupId: input.MessageGroupId,
    });
    return receiptOf(message, { fifo: false, system: input.MessageSystemAttributes });
  }
  if (input.DelaySeconds) throw notForThisQueue("DelaySeconds", input.DelaySeconds);
  const message = queue.send({
    body,
    attributes,
    traceHeader,
    groupId: groupOf(input),
    deduplicationId: deduplicationIdOf(queue, input),
  });
  // The digests are of what was sent, also where an earlier message stands for it.
  return receiptOf({ ...message, body, attributes }, { fifo: true, system: input.MessageSystemAttributes });
}

/**
 * Checks what makes a whole batch fail, not only one of its entries.
 *
 * @throws ServiceError
 */
export function checkBatch(queue: Queue, entries: readonly SendInput[]): void {
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > LONGEST_BATCH)
    throw new ServiceError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${LONGEST_BATCH} bytes. You have sent ${size} bytes.`,
    );
  if (!queue.fifo) return;
  for (const entry of entries) {
    groupOf(entry, "InvalidParameterValue");
    deduplicationIdOf(queue, entry);
  }
}

/** Attributes as they are kept: bytes in base64. */
function asText(attributes: MessageAttributes = {}): MessageAttributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const { BinaryValue } = attribute;
      if (BinaryValue === undefined) return [name, attribute];
      return [name, { ...attribute, BinaryValue: bytesOf(BinaryValue).toString("base64") }];
    }),
  );
}

function sizeOf({ MessageBody, MessageAttributes = {} }: SendInput): number {
  return Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType, StringValue, BinaryValue }]) => {
      const value =
        BinaryValue === undefined ? Buffer.byteLength(StringValue ?? "") : bytesOf(BinaryValue).length;
      return sum + Buffer.byteLength(name) + Buffer.byteLength(DataType ?? "") + value;
    },
    Buffer.byteLength(MessageBody ?? ""),
  );
}

function delayOf({ DelaySeconds }: SendInput): number | undefined {
  if (DelaySeconds === undefined) return undefined;
  const seconds = Number(DelaySeconds);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_DELAY) return seconds;
  throw new ServiceError(
    "InvalidParameterValue",
    `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${LONGEST_DELAY}.`,
  );
}

/** @param missing the code of the error when there is none: batches have another */
function groupOf({ MessageGroupId }: SendInput, missing = "MissingParameter"): string {
  if (!MessageGroupId)
    throw new ServiceError(missing, "The request must contain the parameter MessageGroupId.");
  return checkedId("MessageGroupId", MessageGroupId);
}

/** @throws ServiceError when the id of a group, or of a message, has other characters or is too long */
function checkedId(name: string, value: string): string {
  if (/^[!-~]{1,128}$/.test(value)) return value;
  throw new ServiceError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function deduplicationIdOf(queue: Queue, { MessageBody, MessageDeduplicationId }: SendInput): string {
  if (MessageDeduplicationId !== undefined)
    return checkedId("MessageDeduplicationId", MessageDeduplicationId);
  if (queue.attributes["ContentBasedDeduplication"] === "true")
    return createHash("sha256").update(MessageBody).digest("hex");
  throw new ServiceError(
    "InvalidParameterValue",
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}

function notForThisQueue(name: string, value: string | number): ServiceError {
  return new ServiceError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}

function checkMessageAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > 10)
    throw new ServiceError(
      "InvalidParameterValue",
      `Number of message attributes [${names.length}] exceeds the allowed maximum [10].`,
    );
  for (const name of names) {
    if (!/^[\p{L}\p{N}_.-]{1,256}$/u.test(name))
      throw new ServiceError(
        "InvalidParameterValue",
        `The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`,
      );
    if (/^\.|\.\.|\.$|^(aws|amazon)\./i.test(name))
      throw new ServiceError(
        "InvalidParameterValue",
        `The message attribute name '${name}' is invalid. It must not start with "AWS." or "Amazon.", and its periods must not be first, last or in succession.`,
      );
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    if (!/^(String|Number|Binary)(\.|$)/.test(DataType ?? "") || DataType.length > 256)
      throw new ServiceError(
        "InvalidParameterValue",
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
    if (value === undefined || value.length === 0)
      throw new ServiceError(
        "InvalidParameterValue",
        `Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
      );
    if (FORBIDDEN.test(StringValue ?? ""))
      throw new ServiceError(
        "InvalidParameterValue",
        `Invalid characters found in the value of the message attribute '${name}'. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.`,
      );
  }
}
