import type { UploadPartRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { type BucketDirectory, etagOf } from "../state.ts";
import { uploadOf } from "../uploads.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export function uploadPart(
  { UploadId, PartNumber, Body }: Input<UploadPartRequest>,
  { state: buckets, cloud }: Call<BucketDirectory>,
): object {
  const content = (Body as unknown as Buffer | undefined) ?? Buffer.alloc(0);
  const etag = etagOf(content);
  uploadOf(buckets, UploadId).parts.set(PartNumber, { content, etag, time: cloud.clock.now() });
  return { ETag: etag };
}
