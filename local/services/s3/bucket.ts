import type { StoredObject } from "./object.ts";

/** A bucket, its objects, and what is configured on it by name, such as `"encryption"`. */
export interface Bucket {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly configuration: Map<string, unknown>;
  readonly objects: Map<string, StoredObject>;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !/^\d+(\.\d+){3}$/.test(name)
  );
}
