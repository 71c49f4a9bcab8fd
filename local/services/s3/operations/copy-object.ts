import type { CopyObjectRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export function copyObject(
  { Bucket, Key, CopySource, MetadataDirective, Metadata, ContentType }: Input<CopyObjectRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const [, from = "", key = ""] = /^\/?([^/]+)\/([^?]+)/s.exec(decodeURIComponent(CopySource)) ?? [];
  const source = buckets.object(buckets.get(from), key);
  const replaced = MetadataDirective === "REPLACE";
  const { etag, lastModified } = buckets.put(
    buckets.get(Bucket),
    Key,
    buckets.content(source),
    replaced ? { contentType: ContentType, metadata: Metadata ?? {} } : source,
    { event: "ObjectCreated:Copy" },
  );
  return { CopyObjectResult: { ETag: etag, LastModified: lastModified / 1_000 } };
}
