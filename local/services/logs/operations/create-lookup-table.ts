import type { CreateLookupTableRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLookupTable.html */
export function createLookupTable(
  input: Input<CreateLookupTableRequest>,
  { state: service }: Call<LogsService>,
): object {
  return service.lookupTables.create(input);
}
