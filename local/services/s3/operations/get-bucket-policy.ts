import type { GetBucketPolicyRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configured } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export function getBucketPolicy(
  { Bucket }: Input<GetBucketPolicyRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const Policy = configured(buckets, Bucket, "policy", [
    "NoSuchBucketPolicy",
    "The bucket policy does not exist",
  ]);
  return { Policy };
}
