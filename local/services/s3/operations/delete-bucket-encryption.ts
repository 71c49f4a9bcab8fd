import type { DeleteBucketEncryptionRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configure } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export function deleteBucketEncryption(
  { Bucket }: Input<DeleteBucketEncryptionRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  configure(buckets, Bucket, "encryption", undefined);
}
