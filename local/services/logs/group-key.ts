import type * as Logs from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroup } from "./log-group.ts";
import type { LogsService } from "./logs-service.ts";

export function keyOwner(
  service: LogsService,
  { logGroupName, resourceIdentifier }: Logs.DisassociateKmsKeyRequest,
): LogGroup {
  return service.groupOf({ logGroupName, logGroupIdentifier: resourceIdentifier });
}

export function setKey({ store }: LogsService, group: LogGroup, kmsKeyId: string | undefined): void {
  group.settings.kmsKeyId = kmsKeyId;
  store.saveGroup(group);
}
