import type { PutObjectRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import { tagsOfHeader } from "../object.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export function putObject(
  {
    Bucket,
    Key,
    Body,
    ContentType,
    ContentEncoding,
    Metadata,
    Tagging,
    IfNoneMatch,
  }: Input<PutObjectRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const bucket = buckets.get(Bucket);
  if (IfNoneMatch === "*" && bucket.objects.has(Key))
    throw new ServiceError(
      "PreconditionFailed",
      "At least one of the pre-conditions you specified did not hold",
      {
        statusCode: 412,
        details: { Condition: "If-None-Match" },
      },
    );
  const { etag } = buckets.put(bucket, Key, (Body as unknown as Buffer | undefined) ?? Buffer.alloc(0), {
    contentType: ContentType,
    contentEncoding: ContentEncoding,
    metadata: Metadata ?? {},
    tags: tagsOfHeader(Tagging),
  });
  return { ETag: etag };
}
