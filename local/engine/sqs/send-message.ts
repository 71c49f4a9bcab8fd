import { ServiceError } from "../service-error.ts";
import { bytesOf, digestOf, type MessageAttributes } from "./message-digest.ts";
import { type Queue, receiptOf } from "./queue.ts";
import { between } from "./whole-number.ts";

export interface SendInput {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** Characters that a message must not contain: those outside of XML 1.0. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Checks a message and puts it into a queue.
 *
 * @throws ServiceError
 */
export function send(queue: Queue, input: SendInput): Record<string, string> {
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
