import type { Call } from "#kernel/cloud.ts";
import { type ChangeBucketRequest, changeBucket } from "../configuration/change-bucket.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.UpdateBucket */
export function updateBucket(request: ChangeBucketRequest, { state }: Call<CloudLogging>): object {
  return changeBucket(state, request);
}
