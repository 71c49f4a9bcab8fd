import type { Call } from "#kernel/cloud.ts";
import { type ChangeBucketRequest, changeBucket } from "../configuration/change-bucket.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.UpdateBucketAsync */
export function updateBucketAsync(request: ChangeBucketRequest, { state }: Call<CloudLogging>): object {
  const bucket = changeBucket(state, request);
  const location = request.name.slice(0, request.name.indexOf("/buckets/"));
  return state.finished.add(location, "google.logging.v2.LogBucket", bucket);
}
