import type { AbortMultipartUploadRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";
import { uploadOf } from "../uploads.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export function abortMultipartUpload(
  { UploadId }: Input<AbortMultipartUploadRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  buckets.uploads.delete(uploadOf(buckets, UploadId).id);
}
