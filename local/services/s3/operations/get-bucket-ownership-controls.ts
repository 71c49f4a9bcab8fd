import type { GetBucketOwnershipControlsRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configured } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export function getBucketOwnershipControls(
  { Bucket }: Input<GetBucketOwnershipControlsRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const OwnershipControls = configured(buckets, Bucket, "ownershipControls", [
    "OwnershipControlsNotFoundError",
    "The bucket ownership controls were not found",
  ]);
  return { OwnershipControls };
}
