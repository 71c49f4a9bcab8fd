import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import model from "./model.json" with { type: "json" };
import { addPermission } from "./operations/add-permission.ts";
import { cancelMessageMoveTask } from "./operations/cancel-message-move-task.ts";
import { changeMessageVisibility } from "./operations/change-message-visibility.ts";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch.ts";
import { createQueue } from "./operations/create-queue.ts";
import { deleteMessage } from "./operations/delete-message.ts";
import { deleteMessageBatch } from "./operations/delete-message-batch.ts";
import { deleteQueue } from "./operations/delete-queue.ts";
import { getQueueAttributes } from "./operations/get-queue-attributes.ts";
import { getQueueUrl } from "./operations/get-queue-url.ts";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues.ts";
import { listMessageMoveTasks } from "./operations/list-message-move-tasks.ts";
import { listQueueTags } from "./operations/list-queue-tags.ts";
import { listQueues } from "./operations/list-queues.ts";
import { purgeQueue } from "./operations/purge-queue.ts";
import { receiveMessage } from "./operations/receive-message.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { sendMessage } from "./operations/send-message.ts";
import { sendMessageBatch } from "./operations/send-message-batch.ts";
import { setQueueAttributes } from "./operations/set-queue-attributes.ts";
import { startMessageMoveTask } from "./operations/start-message-move-task.ts";
import { tagQueue } from "./operations/tag-queue.ts";
import { untagQueue } from "./operations/untag-queue.ts";
import { SQS_RESOURCES } from "./resources.ts";
import { openQueues, type QueueDirectory } from "./state.ts";

/** SQS: standard and FIFO queues with dead letters. */
export const service: Service<QueueDirectory> = {
  name: "sqs",
  signedAs: "sqs",
  model: modelOf(model),
  // A message of 1 MB can be several times as long in JSON; longer messages are refused by their size.
  bodyLimit: 8_388_608,
  faults: { throttled: { code: "RequestThrottled", statusCode: 400 } },
  // ReceiveMessage takes names of system attributes in AttributeNames too, and GetQueueAttributes has its own words.
  validation: { missing: missingParameter, ownWords: ["AttributeNameList"] },
  // Older clients name the queue by the path, as in /123456789012/name.
  address: ({ pathname }) => ({ path: "/", input: pathname.length > 1 ? { QueueUrl: pathname } : {} }),
  state: openQueues,
  operations: {
    AddPermission: addPermission,
    CancelMessageMoveTask: cancelMessageMoveTask,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    ChangeMessageVisibility: changeMessageVisibility,
    CreateQueue: createQueue,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteMessage: deleteMessage,
    DeleteQueue: deleteQueue,
    GetQueueAttributes: getQueueAttributes,
    GetQueueUrl: getQueueUrl,
    ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
    ListMessageMoveTasks: listMessageMoveTasks,
    ListQueueTags: listQueueTags,
    ListQueues: listQueues,
    PurgeQueue: purgeQueue,
    ReceiveMessage: receiveMessage,
    RemovePermission: removePermission,
    SendMessageBatch: sendMessageBatch,
    SendMessage: sendMessage,
    SetQueueAttributes: setQueueAttributes,
    StartMessageMoveTask: startMessageMoveTask,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  },
  resources: SQS_RESOURCES,
};

/** SQS names what is missing in words of its own. */
function missingParameter(path: string, operation: string): ServiceError {
  const entry = `${operation}RequestEntry`;
  if (path === "Entries")
    return new ServiceError("EmptyBatchRequest", `There should be at least one ${entry} in the request.`);
  const [, attribute] = /\bMessageAttributes\.(.+)\.member\.DataType$/.exec(path) ?? [];
  if (attribute !== undefined)
    return new ServiceError(
      "InvalidParameterValue",
      `The message attribute '${attribute}' must contain non-empty message attribute type.`,
    );
  const name = path.replace(/^Entries\b/, entry);
  return new ServiceError("MissingParameter", `The request must contain the parameter ${name}.`);
}
