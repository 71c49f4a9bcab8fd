import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue } from "./queue.ts";
import { between } from "./whole-number.ts";

/** Any handle of a standard queue's message deletes it; one of a FIFO queue expires with the visibility timeout. */
export function removeMessage(queue: Queue, receiptHandle: string): void {
  const message = queue.withHandle(
    receiptHandle,
    `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
  );
  if (!message) return;
  if (queue.fifo && !(queue.inFlight(message) && message.receiptHandle === receiptHandle))
    throw new ServiceError(
      "InvalidParameterValue",
      `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    );
  queue.delete(message);
}

/** Hides a message that was received for so many seconds from now. */
export function hideMessage(
  queue: Queue,
  {
    ReceiptHandle,
    VisibilityTimeout = 0,
  }: { readonly ReceiptHandle: string; readonly VisibilityTimeout?: number | undefined },
): void {
  const seconds = between("VisibilityTimeout", VisibilityTimeout, 0, 43_200);
  const message = queue.withHandle(ReceiptHandle);
  // A handle is good for that also when the message can be seen again, as long as nobody else received it.
  if (!message || !(queue.inFlight(message) || message.receiptHandle === ReceiptHandle))
    throw new ServiceError(
      message ? "MessageNotInflight" : "InvalidParameterValue",
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
  queue.hide(message, seconds);
}
