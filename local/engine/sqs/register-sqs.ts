import type { Cloud } from "../cloud.ts";
import { NoStorage, type Storage } from "../storage/storage.ts";
import { messageOperations } from "./message-operations.ts";
import { QueueDirectory } from "./queue-directory.ts";
import { queueOperations } from "./queue-operations.ts";

/** Adds SQS to a cloud. */
export function registerSqs(
  cloud: Cloud,
  { storage = new NoStorage() }: { readonly storage?: Storage } = {},
): QueueDirectory {
  const queues = new QueueDirectory(cloud, storage);
  cloud.register("sqs", { ...queueOperations(cloud, queues), ...messageOperations(cloud, queues) });
  return queues;
}
