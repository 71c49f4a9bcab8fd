import type { StoredObject } from "./object.ts";

/** What answers say of an object beside its content; moments in seconds. */
export const described = ({
  size,
  etag,
  lastModified,
  contentType,
  contentEncoding,
  metadata,
}: StoredObject) => ({
  AcceptRanges: "bytes",
  ContentLength: size,
  ETag: etag,
  LastModified: lastModified / 1_000,
  ContentType: contentType,
  ContentEncoding: contentEncoding,
  Metadata: metadata,
});
