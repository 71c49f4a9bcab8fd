import type { Subscription } from "./topic.ts";
import { invalidParameter } from "./topic-directory.ts";

/**
 * The queue that takes what cannot be delivered.
 *
 * @param where what stands before the attribute's name in an error
 * @throws ServiceError when the policy is malformed
 */
export function readRedrivePolicy(text: string, where = ""): { readonly deadLetterTargetArn: string } {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw invalidParameter(`${where}RedrivePolicy: failed to parse JSON`);
  }
  const arn = (policy as { deadLetterTargetArn?: unknown } | null)?.deadLetterTargetArn;
  if (typeof arn !== "string" || !/^arn:aws[\w-]*:sqs:/.test(arn))
    throw invalidParameter(`${where}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  return { deadLetterTargetArn: arn };
}

/** @throws ServiceError when what an ordered queue cannot take would go to one that keeps no order */
export function checkDeadLetters({ endpoint, topic }: Subscription, policy: string | undefined): void {
  if (!policy || topic.attributes["FifoTopic"] !== "true" || !endpoint.endsWith(".fifo")) return;
  if (!readRedrivePolicy(policy).deadLetterTargetArn.endsWith(".fifo"))
    throw invalidParameter(
      "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.",
    );
}
