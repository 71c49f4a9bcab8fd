import type { Written } from "./expansion.ts";

/**
 * Code or content of a function or layer as CloudFormation has it: an object of a bucket, or a path beside the template,
 * which has no bucket.
 */
export function codeOf(uri: unknown): Written {
  if (typeof uri === "string") {
    const [, S3Bucket, S3Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    return S3Bucket === undefined ? { S3Key: uri } : { S3Bucket, S3Key };
  }
  const { Bucket, Key, Version } = uri as Written;
  if (Bucket === undefined) return uri as Written;
  return { S3Bucket: Bucket, S3Key: Key, ...(Version !== undefined && { S3ObjectVersion: Version }) };
}
