import type { Call } from "#kernel/cloud.ts";
import { GoogleError } from "#kernel/google/google-error.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.UndeleteBucket */
export function undeleteBucket({ name }: { readonly name: string }, { state }: Call<CloudLogging>): object {
  const bucket = state.bucket(name);
  if (bucket.lifecycleState !== "DELETE_REQUESTED")
    throw new GoogleError("FAILED_PRECONDITION", `The deletion of the bucket ${name} was not asked for.`);
  state.buckets.set(name, { ...bucket, lifecycleState: "ACTIVE", updateTime: state.buckets.time() });
  return {};
}
