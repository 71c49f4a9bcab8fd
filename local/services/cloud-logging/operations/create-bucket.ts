import type { Call } from "#kernel/cloud.ts";
import { type MakeBucketRequest, makeBucket } from "../configuration/make-bucket.ts";
import type { CloudLogging } from "../state.ts";

/** https://cloud.google.com/logging/docs/reference/v2/rpc/google.logging.v2#google.logging.v2.ConfigServiceV2.CreateBucket */
export function createBucket(request: MakeBucketRequest, { state }: Call<CloudLogging>): object {
  return makeBucket(state, request);
}
