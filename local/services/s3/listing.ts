import type { Bucket } from "./bucket.ts";
import type { StoredObject } from "./object.ts";

export interface Listing {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of the page, when there are more. */
  readonly last: string | undefined;
}

const MOST_KEYS = 1_000;

/** One page of a bucket's keys in the order of their UTF-8 bytes, those behind a delimiter folded into their prefix. */
export function listKeys(
  { objects }: Bucket,
  {
    prefix = "",
    delimiter = "",
    after = "",
    most = MOST_KEYS,
  }: {
    readonly prefix?: string | undefined;
    readonly delimiter?: string | undefined;
    readonly after?: string | undefined;
    readonly most?: number | undefined;
  },
): Listing {
  const found: StoredObject[] = [];
  const prefixes = new Set<string>();
  let last: string | undefined;
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(byBytes);
  const limit = Math.min(most, MOST_KEYS);
  for (const key of keys) {
    const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const folded = end === -1 ? undefined : key.slice(0, end + delimiter.length);
    if (byBytes(folded ?? key, after) <= 0 || (folded !== undefined && prefixes.has(folded))) continue;
    if (found.length + prefixes.size >= limit) return { objects: found, prefixes: [...prefixes], last };
    if (folded === undefined) found.push(objects.get(key)!);
    else prefixes.add(folded);
    last = folded ?? key;
  }
  return { objects: found, prefixes: [...prefixes], last: undefined };
}

function byBytes(one: string, other: string): number {
  return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** An object as the answers of both list operations show it; moments in seconds. */
export const listed = ({ key, lastModified, etag, size }: StoredObject) => ({
  Key: key,
  LastModified: lastModified / 1_000,
  ETag: etag,
  Size: size,
  StorageClass: "STANDARD",
});
