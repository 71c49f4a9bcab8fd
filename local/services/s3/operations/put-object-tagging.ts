import type { PutObjectTaggingRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { type Tag, tagRecord } from "#kernel/tags.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export function putObjectTagging(
  { Bucket, Key, Tagging }: Input<PutObjectTaggingRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  buckets.tag(buckets.get(Bucket), Key, tagRecord(Tagging.TagSet as Tag[]));
}
