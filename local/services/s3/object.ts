import type { TagRecord } from "#kernel/tags.ts";

/** An object as its bucket lists it; its content is a file. */
export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** In quotes, as the API gives it. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly contentType: string;
  readonly contentEncoding?: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags?: TagRecord | undefined;
  /** Name of the file in the service's folder. */
  readonly file: string;
}

/** What a client says of an object beside its content. */
export interface ObjectDescription {
  readonly contentType?: string | undefined;
  readonly contentEncoding?: string | undefined;
  readonly metadata?: StoredObject["metadata"] | undefined;
  readonly tags?: TagRecord | undefined;
}

/** Tags as the header of a request has them, `team=a&stage=test`. */
export function tagsOfHeader(header: string | undefined): TagRecord | undefined {
  return header === undefined ? undefined : Object.fromEntries(new URLSearchParams(header));
}

/** What happened to an object, as notifications name it. */
export type ObjectEvent =
  | "ObjectCreated:Put"
  | "ObjectCreated:Copy"
  | "ObjectCreated:CompleteMultipartUpload"
  | "ObjectRemoved:Delete";
