import type { DeleteObjectTaggingRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export function deleteObjectTagging(
  { Bucket, Key }: Input<DeleteObjectTaggingRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  buckets.tag(buckets.get(Bucket), Key, {});
}
