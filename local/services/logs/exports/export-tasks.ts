import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { Cloud } from "#kernel/cloud.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { StoredMap } from "#kernel/storage/stored-map.ts";

/** Opens the export tasks of a cloud, by id. */
export function openExportTasks({ storage }: Cloud): StoredMap<Logs.ExportTask> {
  return new StoredMap(storage.collection("logs.export-tasks"));
}

/** @throws ServiceError `ResourceNotFoundException` */
export function exportTask(tasks: StoredMap<Logs.ExportTask>, id: string): Logs.ExportTask {
  const task = tasks.get(id);
  if (task) return task;
  throw new ServiceError("ResourceNotFoundException", "The specified export task does not exist.");
}
