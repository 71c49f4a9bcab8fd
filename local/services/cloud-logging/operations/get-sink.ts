import type { Call } from "#kernel/cloud.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.GetSink */
export function getSink({ sinkName }: { readonly sinkName: string }, { state }: Call<CloudLogging>): object {
  return state.sinks.get(sinkName).sink;
}
