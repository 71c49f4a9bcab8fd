import { DEFAULT_LOGGING_NAMES } from "cumulog/semantics";
import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import { idOf } from "../configuration/kinds.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.DeleteBucket */
export function deleteBucket({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  const bucket = state.bucket(name);
  if (DEFAULT_LOGGING_NAMES.includes(idOf(bucket)))
    throw new GoogleError("INVALID_ARGUMENT", `The bucket ${idOf(bucket)} cannot be deleted.`, {
      field: "name",
    });
  if (bucket.locked && !state.isEmpty(name))
    throw new GoogleError("FAILED_PRECONDITION", `The bucket ${name} is locked and not empty.`);
  state.buckets.set(name, {
    ...bucket,
    lifecycleState: "DELETE_REQUESTED",
    updateTime: state.buckets.time(),
  });
  return {};
}
