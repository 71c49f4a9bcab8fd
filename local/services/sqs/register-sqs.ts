import type { Cloud } from "../../kernel/cloud.ts";
import type { Storage } from "../../kernel/storage/storage.ts";
import { deadLetterOperations } from "./dead-letter-operations.ts";
import { messageOperations } from "./message-operations.ts";
import { permissionOperations } from "./permission-operations.ts";
import { QueueDirectory } from "./queue-directory.ts";
import { queueOperations } from "./queue-operations.ts";

/** Adds SQS to a cloud. */
export function registerSqs(
  cloud: Cloud,
  { storage = cloud.storage }: { readonly storage?: Storage } = {},
): QueueDirectory {
  const queues = new QueueDirectory(cloud, storage);
  cloud.register("sqs", {
    ...queueOperations(cloud, queues),
    ...permissionOperations(queues),
    ...deadLetterOperations(cloud, queues),
    ...messageOperations(cloud, queues),
  });
  return queues;
}
