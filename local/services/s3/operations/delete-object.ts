import type { DeleteObjectRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export function deleteObject(
  { Bucket, Key }: Input<DeleteObjectRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  buckets.delete(buckets.get(Bucket), Key);
}
