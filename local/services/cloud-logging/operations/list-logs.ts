import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging, ListLogsRequest } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.ListLogs */
export function listLogs(request: ListLogsRequest, { state }: Call<CloudLogging>): object {
  return state.listLogs(request);
}
