import { digestOf, digestOfAttributes, type MessageAttributes } from "./message-digest.ts";

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sent: number;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly sequence: number;
  readonly traceHeader?: string | undefined;
  visibleAt: number;
  receiveCount: number;
  /** Of these, those in queues that it was a message of before: they do not count for this queue's dead letters. */
  readonly receivedBefore?: number | undefined;
  firstReceived?: number | undefined;
  /** The newest; older ones of a standard queue's message are good too. */
  receiptHandle?: string | undefined;
  /** Queue that the message was moved from as a dead letter. */
  readonly deadLetterSource?: string | undefined;
}

export interface MessageToSend {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly traceHeader?: string | undefined;
}

/** Sequence numbers are of twenty digits and not consecutive: AWS's are of this size. */
const FIRST_SEQUENCE_NUMBER = 18_874_196_331_847_662_592n;
const SEQUENCE_STEP = 256n;

export function sequenceNumber({ sequence }: QueueMessage): string {
  return String(FIRST_SEQUENCE_NUMBER + BigInt(sequence) * SEQUENCE_STEP);
}

/** What SendMessage answers about a stored message that came with these system attributes. */
export function receiptOf(
  message: QueueMessage,
  { fifo, system = {} }: { readonly fifo: boolean; readonly system?: MessageAttributes | undefined },
): Record<string, string> {
  return {
    MessageId: message.id,
    MD5OfMessageBody: digestOf(message.body),
    ...(Object.keys(message.attributes).length > 0 && {
      MD5OfMessageAttributes: digestOfAttributes(message.attributes),
    }),
    ...(Object.keys(system).length > 0 && { MD5OfMessageSystemAttributes: digestOfAttributes(system) }),
    ...(fifo && { SequenceNumber: sequenceNumber(message) }),
  };
}
