import type { DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { ownerOf } from "../anomalies/excluded-patterns.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export function deleteLogGroup(input: Input<DeleteLogGroupRequest>, { state: service }: Call<LogsService>) {
  const { store } = service;
  const group = store.group(input.logGroupName);
  if (group.settings.deletionProtectionEnabled)
    throw new ServiceError(
      "ValidationException",
      "The log group has deletion protection enabled. Disable deletion protection to delete it.",
    );
  store.deleteGroup(group);
  service.excludedPatterns.forget(ownerOf(group));
  service.changed("AWS::Logs::LogGroup", group.name, "deleted");
}
