import type { GetLookupTableRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { LogsService } from "../logs-service.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLookupTable.html */
export function getLookupTable(
  input: Input<GetLookupTableRequest>,
  { state: service }: Call<LogsService>,
): object {
  return service.lookupTables.get(input);
}
