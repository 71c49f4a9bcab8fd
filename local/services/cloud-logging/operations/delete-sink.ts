import { DEFAULT_LOGGING_NAMES } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.DeleteSink */
export function deleteSink(
  { sinkName }: { readonly sinkName: string },
  { state }: Call<CloudLogging>,
): object {
  const { name } = state.sinks.get(sinkName).sink;
  if (DEFAULT_LOGGING_NAMES.includes(name))
    throw new GoogleError("INVALID_ARGUMENT", `The sink ${name} cannot be deleted.`, { field: "sinkName" });
  state.sinks.delete(sinkName);
  state.router.changed();
  return {};
}
