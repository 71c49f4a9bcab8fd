import type { DeleteBucketRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export function deleteBucket(
  { Bucket }: Input<DeleteBucketRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  const bucket = buckets.get(Bucket);
  if (bucket.objects.size > 0)
    throw new ServiceError("BucketNotEmpty", "The bucket you tried to delete is not empty", {
      statusCode: 409,
      details: { BucketName: Bucket },
    });
  buckets.remove(bucket);
}
