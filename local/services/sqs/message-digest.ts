import { createHash } from "node:crypto";

/** A typed attribute of a message, as SQS and SNS take it. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  /** Bytes, or base64 where they came in JSON. */
  readonly BinaryValue?: string | Uint8Array | undefined;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

const STRING = 1;
const BINARY = 2;

export function digestOf(text: string): string {
  return createHash("md5").update(text, "utf8").digest("hex");
}

/**
 * The digest of message attributes that clients check.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
 */
export function digestOfAttributes(attributes: MessageAttributes): string {
  const hash = createHash("md5");
  const field = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    field(Buffer.from(name));
    field(Buffer.from(DataType));
    const binary = DataType.startsWith("Binary");
    hash.update(Buffer.from([binary ? BINARY : STRING]));
    field(binary ? bytesOf(BinaryValue) : Buffer.from(StringValue ?? ""));
  }
  return hash.digest("hex");
}

export function bytesOf(value: string | Uint8Array | undefined): Buffer {
  return typeof value === "string" ? Buffer.from(value, "base64") : Buffer.from(value ?? []);
}
