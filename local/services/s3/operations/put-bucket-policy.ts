import type { PutBucketPolicyRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import { readPolicy } from "#kernel/policy.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { configure } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export function putBucketPolicy(
  { Bucket, Policy }: Input<PutBucketPolicyRequest>,
  { state: buckets }: Call<BucketDirectory>,
): void {
  if (!readPolicy(Policy))
    throw new ServiceError("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'", {
      statusCode: 400,
    });
  configure(buckets, Bucket, "policy", Policy);
}
