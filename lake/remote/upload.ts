import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { LakeError } from "../lake-error.ts";
import { currentSnapshot } from "../store/snapshots.ts";

/** What is uploaded, and where to. */
export interface UploadOptions {
  /** Folder of a lake. */
  readonly directory: string;
  /** Where the table's files lie, such as `s3://bucket/logs/`. */
  readonly location: string;
  /** Region, endpoint and credentials. @default as the SDK finds them */
  readonly client?: S3ClientConfig;
  readonly signal?: AbortSignal;
  /** Told of each file that is in the bucket. */
  readonly onUploaded?: (done: number, of: number) => void;
}

const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(?:(.*[^/])\/?)?$/;

/**
 * The bucket, and what the keys of a table's files begin with, of a location such as `s3://bucket/logs/`.
 *
 * @throws LakeError
 */
export function bucketLocation(location: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, prefix] = LOCATION.exec(location) ?? [];
  if (bucket !== undefined) return { bucket, prefix: prefix === undefined ? "" : `${prefix}/` };
  throw new LakeError(`${location} is no place for a lake: expected one such as s3://my-bucket/logs/.`);
}

async function contentName(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex").slice(0, 32);
}

/**
 * Puts the files of a lake into a bucket, in the folders that the Glue table of `LogLake` projects: `day=2026-01-31/`. Names follow
 * from what is in the files, so that no upload replaces the rows of another.
 *
 * An upload that ends early is taken up by the next of the same files.
 *
 * @returns how many files were put
 * @throws LakeError
 */
export async function uploadLake(options: UploadOptions): Promise<number> {
  const { directory, location, client: settings = {}, signal, onUploaded } = options;
  const { bucket: Bucket, prefix } = bucketLocation(location);
  const sdk = await import("@aws-sdk/client-s3").catch((cause: unknown) => {
    throw new LakeError("A lake in S3 needs its client: npm install @aws-sdk/client-s3", { cause });
  });
  const client = new sdk.S3Client({
    ...settings,
    ...(settings.endpoint !== undefined && { forcePathStyle: true }),
  });
  const snapshot = currentSnapshot(directory);
  const { files } = snapshot.state;
  let done = 0;
  try {
    for (const { path, day, bytes } of files) {
      const file = join(snapshot.directory, path);
      const Key = `${prefix}day=${day}/backfill-${await contentName(file)}.parquet`;
      // A stream that nobody reads would open a file that is gone by then.
      signal?.throwIfAborted();
      const Body = createReadStream(file);
      const input = { Bucket, Key, Body, ContentLength: bytes };
      try {
        await client.send(
          new sdk.PutObjectCommand(input),
          signal === undefined ? {} : { abortSignal: signal },
        );
      } finally {
        Body.destroy();
      }
      done += 1;
      onUploaded?.(done, files.length);
    }
    return done;
  } catch (cause) {
    signal?.throwIfAborted();
    const put = done === 0 ? "" : ` (after ${done} of ${files.length} files; loading the same again goes on)`;
    throw new LakeError(`${location} cannot be written: ${(cause as Error).message}${put}`, { cause });
  } finally {
    client.destroy();
  }
}
