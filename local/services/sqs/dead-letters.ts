import { ServiceError } from "../../kernel/service-error.ts";
import type { Queue } from "./queue.ts";
import { readRedrivePolicy } from "./redrive-policy.ts";
import type { QueueDirectory } from "./state.ts";

/** The queues whose dead letters a queue gets. */
export function sourcesOf(queues: QueueDirectory, { arn }: Queue): Queue[] {
  return queues.all().filter(({ attributes: { RedrivePolicy } }) => {
    return RedrivePolicy && readRedrivePolicy(RedrivePolicy).deadLetterTargetArn === arn;
  });
}

/** @param member of the request that has the ARN @throws ServiceError when there is no such queue */
export function queueWithArn(
  queues: QueueDirectory,
  arn: string,
  member: "SourceArn" | "DestinationArn",
): Queue {
  const queue = queues.withArn(arn);
  if (queue) return queue;
  throw new ServiceError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${member} parameter doesn't exist.`,
  );
}
