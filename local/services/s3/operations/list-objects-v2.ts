import type { ListObjectsV2Request } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listed, listKeys } from "../listing.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function listObjectsV2(
  { Bucket, Prefix, Delimiter, MaxKeys, ContinuationToken, StartAfter }: Input<ListObjectsV2Request>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const token = ContinuationToken && Buffer.from(ContinuationToken, "base64url").toString("utf8");
  const { objects, prefixes, last } = listKeys(buckets.get(Bucket), {
    prefix: Prefix,
    delimiter: Delimiter,
    after: token ?? StartAfter,
    most: MaxKeys,
  });
  return {
    Name: Bucket,
    Prefix: Prefix ?? "",
    Delimiter,
    MaxKeys: MaxKeys ?? 1_000,
    KeyCount: objects.length + prefixes.length,
    IsTruncated: last !== undefined,
    Contents: objects.map(listed),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: prefix })),
    ContinuationToken,
    StartAfter,
    ...(last !== undefined && { NextContinuationToken: Buffer.from(last).toString("base64url") }),
  };
}
