import {
  acceptBucket,
  CLOUD_LOGGING_MAX_BUCKETS,
  checkLoggingIdentifier,
  type LogBucket,
} from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";

export interface MakeBucketRequest {
  readonly parent: string;
  readonly bucketId: string;
  readonly bucket: LogBucket;
}

/** Makes a bucket. @throws GoogleError, InvalidArgumentError */
export function makeBucket(state: CloudLogging, { parent, bucketId, bucket }: MakeBucketRequest): LogBucket {
  const { buckets } = state;
  buckets.checkParent(parent);
  checkLoggingIdentifier(bucketId, "id", "bucketId");
  state.purgeBuckets();
  const owner = parent.slice(0, parent.indexOf("/locations/"));
  const own = buckets.made.filter(([name]) => name.startsWith(`${owner}/locations/`));
  if (own.length >= CLOUD_LOGGING_MAX_BUCKETS)
    throw new GoogleError(
      "RESOURCE_EXHAUSTED",
      `${owner} has ${CLOUD_LOGGING_MAX_BUCKETS} buckets, which is the most it may have.`,
    );
  const time = buckets.time();
  const made = withoutDefaults({
    ...acceptBucket(bucket),
    name: `${parent}/buckets/${bucketId}`,
    lifecycleState: "ACTIVE" as const,
    createTime: time,
    updateTime: time,
  });
  buckets.add(parent, bucketId, made);
  state.bucketsChanged();
  return made;
}
