import type { ListObjectVersionsRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { listed, listKeys } from "../listing.ts";
import type { BucketDirectory } from "../state.ts";

/**
 * Objects have one version here, which is called as those of a bucket without versions are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function listObjectVersions(
  { Bucket, Prefix, Delimiter, MaxKeys, KeyMarker }: Input<ListObjectVersionsRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const { objects, prefixes, last } = listKeys(buckets.get(Bucket), {
    prefix: Prefix,
    delimiter: Delimiter,
    after: KeyMarker,
    most: MaxKeys,
  });
  return {
    Name: Bucket,
    Prefix: Prefix ?? "",
    Delimiter,
    MaxKeys: MaxKeys ?? 1_000,
    KeyMarker: KeyMarker ?? "",
    IsTruncated: last !== undefined,
    Versions: objects.map((object) => ({ ...listed(object), IsLatest: true, VersionId: "null" })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: prefix })),
    ...(last !== undefined && { NextKeyMarker: last, NextVersionIdMarker: "null" }),
  };
}
