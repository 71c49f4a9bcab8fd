import { locationOf, type Written } from "./expansion.ts";

/**
 * Code or content of a function or layer as CloudFormation has it: an object of a bucket, or a path beside the template,
 * which has no bucket.
 */
export function codeOf(uri: unknown): Written {
  const location = locationOf(uri);
  if (typeof location === "string") return { S3Key: location };
  const { Bucket, Key, Version } = location as Written;
  if (Bucket === undefined) return uri as Written;
  return { S3Bucket: Bucket, S3Key: Key, ...(Version !== undefined && { S3ObjectVersion: Version }) };
}
