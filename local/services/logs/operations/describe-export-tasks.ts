import type { DescribeExportTasksRequest } from "@aws-sdk/client-cloudwatch-logs";
import { DESCRIBE_MAX_ITEMS } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { exportTask, openExportTasks } from "../exports/export-tasks.ts";
import { page } from "../pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeExportTasks.html */
export function describeExportTasks(
  { taskId, statusCode, limit = DESCRIBE_MAX_ITEMS, nextToken }: Input<DescribeExportTasksRequest>,
  { cloud }: Call,
): object {
  const tasks = cloud.state(openExportTasks);
  if (taskId !== undefined) return { exportTasks: [exportTask(tasks, taskId)] };
  const all = [...tasks.values()].filter(
    ({ status }) => statusCode === undefined || status?.code === statusCode,
  );
  const { items, ...next } = page(all, {
    scope: "DescribeExportTasks",
    keyOf: ({ executionInfo, taskId: id = "" }) => [executionInfo?.creationTime ?? 0, id],
    limit,
    nextToken,
  });
  return { exportTasks: items, ...next };
}
