import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging, WriteRequest } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.WriteLogEntries */
export function writeLogEntries(request: WriteRequest, { state }: Call<CloudLogging>): object {
  state.write(request);
  return {};
}
