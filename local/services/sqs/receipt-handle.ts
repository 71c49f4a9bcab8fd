import { randomUUID } from "node:crypto";
import { ServiceError } from "../../kernel/service-error.ts";

/** A new receipt handle of a message: it says which queue and message it is of, as SQS's own do. */
export function newReceiptHandle(queueArn: string, messageId: string): string {
  return Buffer.from([randomUUID(), queueArn, messageId].join(" ")).toString("base64");
}

/**
 * The message that a receipt handle is of.
 *
 * @param invalid what to say when it is none: batches word it in another way
 * @throws ServiceError `ReceiptHandleIsInvalid` when it is none, or of another queue
 */
export function messageIdOf(
  receiptHandle: unknown,
  queueArn: string,
  invalid = "The input receipt handle is invalid.",
): string {
  if (receiptHandle === undefined || receiptHandle === "")
    throw new ServiceError("MissingParameter", "The request must contain the parameter ReceiptHandle.");
  const [, arn, id] = Buffer.from(String(receiptHandle), "base64").toString().split(" ");
  if (arn !== queueArn || !id) throw new ServiceError("ReceiptHandleIsInvalid", invalid);
  return id;
}
