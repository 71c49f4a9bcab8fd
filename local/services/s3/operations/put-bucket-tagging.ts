import type { PutBucketTaggingRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configure } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export function putBucketTagging(
  { Bucket, Tagging }: Input<PutBucketTaggingRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  configure(buckets, Bucket, "tagging", Tagging);
}
