import type { CancelExportTaskRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { exportTask, openExportTasks } from "../exports/export-tasks.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CancelExportTask.html */
export function cancelExportTask({ taskId }: Input<CancelExportTaskRequest>, { cloud }: Call): never {
  exportTask(cloud.state(openExportTasks), taskId);
  // A task is done before its id is known.
  throw new ServiceError("InvalidOperationException", "The specified export task has already finished");
}
