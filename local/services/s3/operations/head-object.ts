import type { HeadObjectRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { described } from "../described.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export function headObject(
  { Bucket, Key }: Input<HeadObjectRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const object = buckets.find(Bucket)?.objects.get(Key);
  // An answer to HEAD has no document that could tell a missing bucket from a missing key.
  if (!object) throw new ServiceError("NotFound", "Not Found", { statusCode: 404 });
  return described(object);
}
