import type { PutBucketNotificationConfigurationRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { configure } from "../configuration.ts";
import { targetsOf } from "../notification-configuration.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html */
export async function putBucketNotificationConfiguration(
  {
    Bucket,
    NotificationConfiguration,
    SkipDestinationValidation = false,
  }: Input<PutBucketNotificationConfigurationRequest>,
  { state: buckets }: Call<BucketDirectory>,
): Promise<void> {
  const targets = targetsOf(NotificationConfiguration);
  if (!SkipDestinationValidation) await buckets.notifications.test(buckets.get(Bucket), targets);
  configure(buckets, Bucket, "notification", NotificationConfiguration);
}
