import type { CreateBucketRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { isBucketName } from "../bucket.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export function createBucket(
  { Bucket }: Input<CreateBucketRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  if (!isBucketName(Bucket))
    throw new ServiceError("InvalidBucketName", "The specified bucket is not valid.", {
      statusCode: 400,
      details: { BucketName: Bucket },
    });
  if (buckets.find(Bucket))
    throw new ServiceError(
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { statusCode: 409, details: { BucketName: Bucket } },
    );
  buckets.create(Bucket);
  return { Location: `/${Bucket}` };
}
