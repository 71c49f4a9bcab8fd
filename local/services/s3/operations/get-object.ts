import type { GetObjectRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { described } from "../described.ts";
import { rangeOf } from "../range.ts";
import type { BucketDirectory } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function getObject(
  { Bucket, Key, Range }: Input<GetObjectRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const object = buckets.object(buckets.get(Bucket), Key);
  const content = buckets.content(object);
  const range = rangeOf(Range, content.length);
  if (!range) return { ...described(object), Body: content };
  const [from, to] = range;
  return {
    ...described(object),
    Body: content.subarray(from, to + 1),
    ContentLength: to + 1 - from,
    ContentRange: `bytes ${from}-${to}/${content.length}`,
  };
}
