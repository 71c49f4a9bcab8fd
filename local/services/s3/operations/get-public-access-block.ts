import type { GetPublicAccessBlockRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configured } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export function getPublicAccessBlock(
  { Bucket }: Input<GetPublicAccessBlockRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const PublicAccessBlockConfiguration = configured(buckets, Bucket, "publicAccessBlock", [
    "NoSuchPublicAccessBlockConfiguration",
    "The public access block configuration was not found",
  ]);
  return { PublicAccessBlockConfiguration };
}
