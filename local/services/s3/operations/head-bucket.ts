import type { HeadBucketRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export function headBucket(
  { Bucket }: Input<HeadBucketRequest>,
  { state: buckets, region }: Call<BucketDirectory>,
): object {
  if (!buckets.find(Bucket)) throw new ServiceError("NotFound", "Not Found", { statusCode: 404 });
  return { BucketRegion: region };
}
