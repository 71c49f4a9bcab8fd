import type { DeleteLookupTableRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLookupTable.html */
export function deleteLookupTable(
  input: Input<DeleteLookupTableRequest>,
  { state: service }: Call<LogsService>,
): object {
  return service.lookupTables.delete(input);
}
