import type { GetBucketLifecycleConfigurationRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configured } from "../configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export function getBucketLifecycleConfiguration(
  { Bucket }: Input<GetBucketLifecycleConfigurationRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  return (
    configured<object>(buckets, Bucket, "lifecycle", [
      "NoSuchLifecycleConfiguration",
      "The lifecycle configuration does not exist",
    ]) ?? {}
  );
}
