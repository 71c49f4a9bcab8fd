import type { ListBucketsRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export function listBuckets(
  { Prefix = "" }: Input<ListBucketsRequest>,
  { state: buckets, accountId }: Call<BucketDirectory>,
): object {
  return {
    Buckets: buckets
      .all()
      .filter(({ name }) => name.startsWith(Prefix))
      .map(({ name, created }) => ({ Name: name, CreationDate: created / 1_000 })),
    Owner: { ID: accountId },
  };
}
