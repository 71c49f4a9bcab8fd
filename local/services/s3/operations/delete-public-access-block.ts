import type { DeletePublicAccessBlockRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configure } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export function deletePublicAccessBlock(
  { Bucket }: Input<DeletePublicAccessBlockRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  configure(buckets, Bucket, "publicAccessBlock", undefined);
}
