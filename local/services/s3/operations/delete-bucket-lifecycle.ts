import type { DeleteBucketLifecycleRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configure } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export function deleteBucketLifecycle(
  { Bucket }: Input<DeleteBucketLifecycleRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  configure(buckets, Bucket, "lifecycle", undefined);
}
