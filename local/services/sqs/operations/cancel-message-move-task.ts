import type { CancelMessageMoveTaskRequest } from "@aws-sdk/client-sqs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { queueWithArn } from "../dead-letters.ts";
import { sourceOfHandle } from "../move-task.ts";
import type { QueueDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export function cancelMessageMoveTask(
  { TaskHandle }: Input<CancelMessageMoveTaskRequest>,
  { state: queues }: Call<QueueDirectory>,
): object {
  const sourceArn = sourceOfHandle(TaskHandle);
  if (sourceArn === undefined)
    throw new ServiceError("InvalidParameterValue", "Value for parameter TaskHandle is invalid.");
  queueWithArn(queues, sourceArn, "SourceArn");
  const task = queues.moveTasks.find(({ handle }) => handle === TaskHandle);
  if (!task) throw new ServiceError("ResourceNotFoundException", "Task does not exist.");
  if (task.status !== "RUNNING")
    throw new ServiceError(
      "UnsupportedOperation",
      `Only active tasks can be cancelled: this one is ${task.status.toLowerCase()}.`,
    );
  task.status = "CANCELLED";
  return { ApproximateNumberOfMessagesMoved: task.moved };
}
