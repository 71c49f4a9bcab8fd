import type { Queue } from "./queue.ts";
import type { QueueMessage } from "./queue-message.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import type { QueueDirectory } from "./state.ts";

/**
 * Receives messages that are visible now, and hides them; those received too often go to the dead-letter queue.
 *
 * @param visibility seconds
 */
export function takeMessages(
  queues: QueueDirectory,
  queue: Queue,
  limit: number,
  visibility: number,
): QueueMessage[] {
  const { RedrivePolicy } = queue.attributes;
  const policy = RedrivePolicy ? readRedrivePolicy(RedrivePolicy) : undefined;
  const deadLetters = policy && queues.withArn(policy.deadLetterTargetArn);
  return queue.receive(limit, visibility, {
    most: deadLetters ? policy.maxReceiveCount : Number.POSITIVE_INFINITY,
    rejected: (message) => deadLetters?.adopt(message, queue.arn),
  });
}
