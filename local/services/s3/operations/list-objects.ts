import type { ListObjectsRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listed, listKeys } from "../listing.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export function listObjects(
  { Bucket, Prefix, Delimiter, MaxKeys, Marker }: Input<ListObjectsRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const { objects, prefixes, last } = listKeys(buckets.get(Bucket), {
    prefix: Prefix,
    delimiter: Delimiter,
    after: Marker,
    most: MaxKeys,
  });
  return {
    Name: Bucket,
    Prefix: Prefix ?? "",
    Marker: Marker ?? "",
    Delimiter,
    MaxKeys: MaxKeys ?? 1_000,
    IsTruncated: last !== undefined,
    Contents: objects.map(listed),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: prefix })),
    ...(last !== undefined && { NextMarker: last }),
  };
}
