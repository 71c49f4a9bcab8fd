import type { CopyObjectRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagsOfHeader } from "../object.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export function copyObject(
  input: Input<CopyObjectRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const { Bucket, Key, CopySource, MetadataDirective, TaggingDirective, Tagging } = input;
  const [, from = "", key = ""] = /^\/?([^/]+)\/([^?]+)/s.exec(decodeURIComponent(CopySource)) ?? [];
  const source = buckets.object(buckets.get(from), key);
  const described =
    MetadataDirective === "REPLACE"
      ? {
          contentType: input.ContentType,
          contentEncoding: input.ContentEncoding,
          metadata: input.Metadata ?? {},
        }
      : source;
  const tags = TaggingDirective === "REPLACE" ? tagsOfHeader(Tagging) : source.tags;
  const { etag, lastModified } = buckets.put(
    buckets.get(Bucket),
    Key,
    buckets.content(source),
    { ...described, tags },
    { event: "ObjectCreated:Copy" },
  );
  return { CopyObjectResult: { ETag: etag, LastModified: lastModified / 1_000 } };
}
