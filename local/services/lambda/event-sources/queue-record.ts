import type { Cloud } from "#kernel/cloud.ts";
import type { MessageAttributes } from "../../sqs/message-digest.ts";
import type { Queue } from "../../sqs/queue.ts";
import type { QueueMessage } from "../../sqs/queue-message.ts";
import { describeMessage } from "../../sqs/received-message.ts";

interface DescribedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: MessageAttributes;
}

/** A message as a function gets it. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function queueRecord(cloud: Cloud, queue: Queue, message: QueueMessage): Record<string, unknown> {
  const described = describeMessage(cloud, queue, message, {
    QueueUrl: queue.name,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  }) as unknown as DescribedMessage;
  const attributes = Object.entries(described.MessageAttributes ?? {});
  return {
    messageId: described.MessageId,
    receiptHandle: described.ReceiptHandle,
    body: described.Body,
    attributes: described.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      attributes.map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: String(BinaryValue) }),
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: described.MD5OfBody,
    md5OfMessageAttributes: described.MD5OfMessageAttributes ?? null,
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: cloud.region,
  };
}
