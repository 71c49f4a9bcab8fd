import { ServiceError } from "../../kernel/service-error.ts";
import type { BucketDirectory } from "./state.ts";

/** What is configured on a bucket by that name. @throws ServiceError with `missing` as its code when nothing is */
export function configured<Value>(
  buckets: BucketDirectory,
  bucketName: string,
  name: string,
  missing?: readonly [code: string, message: string],
): Value | undefined {
  const value = buckets.get(bucketName).configuration.get(name) as Value | undefined;
  if (value === undefined && missing)
    throw new ServiceError(missing[0], missing[1], { statusCode: 404, details: { BucketName: bucketName } });
  return value;
}

/** Configures a bucket; undefined takes away what was configured. */
export function configure(buckets: BucketDirectory, bucketName: string, name: string, value: unknown): void {
  const bucket = buckets.get(bucketName);
  if (value === undefined) bucket.configuration.delete(name);
  else bucket.configuration.set(name, value);
  buckets.changed(bucket);
}
