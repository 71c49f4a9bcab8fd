import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

/** Lines of one shape in one batch and window. */
export interface ShapeCount {
  /** One of the lines, cut: what the templates are mined from. */
  readonly line: string;
  readonly count: number;
  readonly errors: number;
  /** Durations: how many, and the sum of their logarithms. */
  readonly values?: { readonly count: number; readonly logSum: number };
}

/** What one batch of events adds to one window of a group. Written once, never changed. */
export interface CountsObject {
  readonly version: 1;
  readonly logGroup: string;
  /** Start of the window, epoch milliseconds. */
  readonly start: number;
  /** In the order of their lines. */
  readonly shapes: readonly ShapeCount[];
  readonly levels: Readonly<Record<string, number>>;
  readonly late: number;
  readonly future: number;
}

const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

/** Where everything of a group lies. */
export const groupPrefix = (prefix: string, kind: "counts" | "state" | "told", logGroup: string): string =>
  `${prefix}${kind}/${encodeURIComponent(logGroup)}/`;

/** A window in keys: they sort by time. */
export const windowName = (start: number): string => new Date(start).toISOString();

/** The key of a batch's counts: made of the events themselves, so that a repeated batch writes the same object again. */
export function countsKey(prefix: string, object: CountsObject, eventIds: readonly string[]): string {
  const hash = createHash("sha256")
    .update([...eventIds].sort().join("\n"))
    .digest("hex")
    .slice(0, 32);
  return `${groupPrefix(prefix, "counts", object.logGroup)}${windowName(object.start)}/${hash}.json.gz`;
}

export const packed = (document: unknown): Uint8Array => gzipSync(JSON.stringify(document));

export function unpacked<T>(bytes: Uint8Array): T {
  return JSON.parse(gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES }).toString("utf8")) as T;
}
