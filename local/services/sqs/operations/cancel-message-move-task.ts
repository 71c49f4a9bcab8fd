import type { CancelMessageMoveTaskRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { taskHandle } from "../dead-letters.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export function cancelMessageMoveTask(
  { TaskHandle }: Input<CancelMessageMoveTaskRequest>,
  { state: queues }: Call<QueueDirectory>,
): never {
  if (!queues.moveTasks.some((task) => taskHandle(task) === TaskHandle))
    throw new ServiceError("ResourceNotFoundException", "Task does not exist.");
  throw new ServiceError(
    "UnsupportedOperation",
    "Only active tasks can be cancelled: this one is completed.",
  );
}
