import type { BatchLimits } from "../delivery/limits.ts";

/**
 * Bytes of one request before compression. Servers take 100 MB, small instances of Amazon OpenSearch Service 10 MiB; beyond a few MB
 * larger requests are not faster.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/limits.html#network-limits
 */
export const BULK_MAX_BYTES = 2 * 1024 * 1024;

/** What one `_bulk` call of ours may hold; the line with index and id counts with each document. */
export const BULK_LIMITS: BatchLimits = {
  maximumBytes: BULK_MAX_BYTES,
  maximumItems: 5_000,
  overheadBytes: 128,
  maximumItemBytes: 1024 * 1024,
  maximumSpanMs: Number.MAX_SAFE_INTEGER,
};
