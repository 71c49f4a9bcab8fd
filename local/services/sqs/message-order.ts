import type { QueueMessage } from "./queue-message.ts";

/**
 * The messages of an ordered queue that can be received now: as many as there are of one group, then those of the next,
 * the group that waits longest first. Of a group, none comes before an earlier one that is hidden.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function inOrder(messages: readonly QueueMessage[], now: number): QueueMessage[] {
  const groups = new Map<string | undefined, QueueMessage[]>();
  const blocked = new Set<string | undefined>();
  for (const message of messages) {
    const { groupId, visibleAt } = message;
    if (visibleAt > now) blocked.add(groupId);
    else if (!blocked.has(groupId)) {
      const group = groups.get(groupId);
      if (group) group.push(message);
      else groups.set(groupId, [message]);
    }
  }
  return [...groups.values()].sort(([one], [other]) => one!.visibleAt - other!.visibleAt).flat();
}
