import type { GetBucketEncryptionRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configured } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export function getBucketEncryption(
  { Bucket }: Input<GetBucketEncryptionRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const ServerSideEncryptionConfiguration = configured(buckets, Bucket, "encryption", [
    "ServerSideEncryptionConfigurationNotFoundError",
    "The server side encryption configuration was not found",
  ]);
  return { ServerSideEncryptionConfiguration };
}
