import type { GetObjectTaggingRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagList } from "#kernel/tags.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export function getObjectTagging(
  { Bucket, Key }: Input<GetObjectTaggingRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  return { TagSet: tagList(buckets.object(buckets.get(Bucket), Key).tags ?? {}) };
}
