import type { GetBucketTaggingRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configured } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export function getBucketTagging(
  { Bucket }: Input<GetBucketTaggingRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  return configured<object>(buckets, Bucket, "tagging", ["NoSuchTagSet", "The TagSet does not exist"]) ?? {};
}
