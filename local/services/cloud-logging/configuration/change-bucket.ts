import { acceptBucket, applyUpdateMask, type LogBucket } from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";
import { withoutDefaults } from "#kernel/google/resource-store.ts";
import type { CloudLogging } from "../state.ts";
import { LOGGING_TYPES } from "../types.ts";

const CHANGEABLE = LOGGING_TYPES.message("google.logging.v2.LogBucket").changeable;

export interface ChangeBucketRequest {
  readonly name: string;
  readonly bucket: Partial<LogBucket>;
  readonly updateMask: readonly string[];
}

/** Changes what the mask names of a bucket. @throws GoogleError, InvalidArgumentError */
export function changeBucket(
  state: CloudLogging,
  { name, bucket, updateMask }: ChangeBucketRequest,
): LogBucket {
  const former = state.bucket(name);
  if (former.lifecycleState === "DELETE_REQUESTED")
    throw new GoogleError("FAILED_PRECONDITION", `The bucket ${name} is to be deleted: undelete it first.`);
  const next = acceptBucket(applyUpdateMask(former, bucket, updateMask, CHANGEABLE), former);
  const changed = withoutDefaults({ ...next, updateTime: state.buckets.time() });
  state.buckets.set(name, changed);
  state.bucketsChanged();
  return changed;
}
