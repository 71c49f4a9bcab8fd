import type { GetBucketLocationRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export function getBucketLocation(
  { Bucket }: Input<GetBucketLocationRequest>,
  { state: buckets, region }: Call<BucketDirectory>,
): object {
  buckets.get(Bucket);
  // The first Region has no name here.
  return region === "us-east-1" ? {} : { LocationConstraint: region };
}
