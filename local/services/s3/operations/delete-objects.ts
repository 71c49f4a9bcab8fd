import type { DeleteObjectsRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export function deleteObjects(
  { Bucket, Delete }: Input<DeleteObjectsRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const bucket = buckets.get(Bucket);
  const { Objects = [], Quiet } = Delete;
  for (const { Key } of Objects) buckets.delete(bucket, String(Key));
  return Quiet ? {} : { Deleted: Objects.map(({ Key }) => ({ Key })) };
}
