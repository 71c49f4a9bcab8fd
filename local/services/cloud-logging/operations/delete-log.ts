import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.LoggingServiceV2.DeleteLog */
export function deleteLog({ logName }: { readonly logName: string }, { state }: Call<CloudLogging>): object {
  state.deleteLog(logName);
  return {};
}
