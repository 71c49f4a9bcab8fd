import { randomUUID } from "node:crypto";
import type { CreateMultipartUploadRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { tagsOfHeader } from "../object.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export function createMultipartUpload(
  { Bucket, Key, ContentType, ContentEncoding, Metadata, Tagging }: Input<CreateMultipartUploadRequest>,
  { state: buckets, cloud }: Call<BucketDirectory>,
): object {
  buckets.get(Bucket);
  const id = randomUUID();
  buckets.uploads.set(id, {
    id,
    bucket: Bucket,
    key: Key,
    started: cloud.clock.now(),
    description: {
      contentType: ContentType,
      contentEncoding: ContentEncoding,
      metadata: Metadata ?? {},
      tags: tagsOfHeader(Tagging),
    },
    parts: new Map(),
  });
  return { Bucket, Key, UploadId: id };
}
