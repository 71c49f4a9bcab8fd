import type { PutBucketEncryptionRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configure } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export function putBucketEncryption(
  { Bucket, ServerSideEncryptionConfiguration }: Input<PutBucketEncryptionRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  configure(buckets, Bucket, "encryption", ServerSideEncryptionConfiguration);
}
