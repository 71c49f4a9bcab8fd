import type { CreateLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { LOG_GROUP_MAX_TAGS, validateLogGroupName } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { invalidParameter } from "../errors.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export function createLogGroup(
  input: Input<CreateLogGroupRequest>,
  { state: service, cloud }: Call<LogsService>,
) {
  const { store } = service;
  validateLogGroupName(input.logGroupName);
  const name = input.logGroupName;
  if (store.groups.has(name))
    throw new ServiceError("ResourceAlreadyExistsException", "The specified log group already exists");
  if (Object.keys(input.tags ?? {}).length > LOG_GROUP_MAX_TAGS)
    throw invalidParameter(`A log group can have at most ${LOG_GROUP_MAX_TAGS} tags.`);
  store.addGroup(name, {
    creationTime: cloud.clock.now(),
    logGroupClass: input.logGroupClass ?? "STANDARD",
    kmsKeyId: input.kmsKeyId,
    deletionProtectionEnabled: input.deletionProtectionEnabled,
    tags: { ...input.tags },
  });
  service.changed("AWS::Logs::LogGroup", name, "created");
}
