import type { Cloud } from "../cloud.ts";
import { messageOperations } from "./message-operations.ts";
import { QueueDirectory } from "./queue-directory.ts";
import { queueOperations } from "./queue-operations.ts";

/** Adds SQS to a cloud. */
export function registerSqs(cloud: Cloud): QueueDirectory {
  const queues = new QueueDirectory(cloud);
  cloud.register("sqs", { ...queueOperations(cloud, queues), ...messageOperations(cloud, queues) });
  return queues;
}
