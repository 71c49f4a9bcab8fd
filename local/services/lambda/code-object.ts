import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { openBuckets } from "../s3/state.ts";

/** An archive in a bucket. @throws ServiceError `InvalidParameterValueException` */
export function objectOf(
  cloud: Cloud,
  { S3Bucket = "", S3Key = "" }: { readonly S3Bucket?: string; readonly S3Key?: string },
): Buffer {
  const buckets = cloud.state(openBuckets);
  const object = buckets.find(S3Bucket)?.objects.get(S3Key);
  if (object) return buckets.content(object);
  throw new ServiceError(
    "InvalidParameterValueException",
    "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
  );
}
