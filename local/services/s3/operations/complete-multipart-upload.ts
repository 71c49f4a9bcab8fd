import { createHash } from "node:crypto";
import type { CompleteMultipartUploadRequest } from "@aws-sdk/client-s3";
import type { Call } from "#kernel/cloud.ts";
import type { Input } from "#kernel/service.ts";
import { ServiceError } from "#kernel/service-error.ts";
import type { BucketDirectory } from "../state.ts";
import { uploadOf } from "../uploads.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export function completeMultipartUpload(
  { Bucket, Key, UploadId, MultipartUpload }: Input<CompleteMultipartUploadRequest>,
  { state: buckets }: Call<BucketDirectory>,
): object {
  const upload = uploadOf(buckets, UploadId);
  const parts = (MultipartUpload?.Parts ?? []).map(({ PartNumber, ETag }) => {
    const part = upload.parts.get(PartNumber ?? 0);
    if (part && (ETag === undefined || ETag.replaceAll('"', "") === part.etag.replaceAll('"', "")))
      return part;
    throw new ServiceError(
      "InvalidPart",
      "One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part's entity tag.",
      { statusCode: 400 },
    );
  });
  if (parts.length === 0)
    throw new ServiceError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
      { statusCode: 400 },
    );
  const digests = createHash("md5");
  for (const { etag } of parts) digests.update(Buffer.from(etag.slice(1, -1), "hex"));
  const etag = `"${digests.digest("hex")}-${parts.length}"`;
  const content = Buffer.concat(parts.map((part) => part.content));
  buckets.put(buckets.get(Bucket), Key, content, upload.description, {
    event: "ObjectCreated:CompleteMultipartUpload",
    etag,
  });
  buckets.uploads.delete(upload.id);
  return { Bucket, Key, ETag: etag, Location: `/${Bucket}/${Key}` };
}
