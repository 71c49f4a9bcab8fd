import { randomUUID } from "node:crypto";
import type { CreateExportTaskRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import { openExportTasks } from "../exports/export-tasks.ts";
import { checkBucket, writeExport } from "../exports/write-export.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateExportTask.html */
export async function createExportTask(
  {
    taskName,
    logGroupName,
    logStreamNamePrefix = "",
    from,
    to,
    destination,
    destinationPrefix,
  }: Input<CreateExportTaskRequest>,
  { state: service, cloud }: Call<LogsService>,
): Promise<object> {
  const group = service.store.group(logGroupName);
  try {
    await checkBucket(cloud, destination, destinationPrefix);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidParameter("The given bucket does not exist. Please make sure the bucket is valid.");
  }
  const taskId = randomUUID();
  const creationTime = cloud.clock.now();
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(logStreamNamePrefix));
  const prefix = destinationPrefix ?? "exportedlogs";
  await writeExport(cloud, destination, `${prefix}/${taskId}`, streams, { from, to });
  // AWS takes seconds to hours; here the files are there with the answer.
  cloud.state(openExportTasks).set(taskId, {
    taskId,
    taskName,
    logGroupName,
    from,
    to,
    destination,
    destinationPrefix: prefix,
    status: { code: "COMPLETED", message: "Completed successfully" },
    executionInfo: { creationTime, completionTime: cloud.clock.now() },
  });
  return { taskId };
}
