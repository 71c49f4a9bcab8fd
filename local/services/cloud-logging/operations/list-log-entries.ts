import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging, ListRequest } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.ListLogEntries */
export function listLogEntries(request: ListRequest, { state }: Call<CloudLogging>): object {
  return state.list(request);
}
