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
}

const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(?:(.*[^/])\/?)?$/;

/** @throws LakeError */
function partsOf(location: string): { readonly Bucket: string; readonly prefix: string } {
  const [, Bucket, prefix] = LOCATION.exec(location) ?? [];
  if (Bucket !== undefined) return { Bucket, prefix: prefix === undefined ? "" : `${prefix}/` };
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
 * @returns how many files were put
 * @throws LakeError
 */
export async function uploadLake(options: UploadOptions): Promise<number> {
  const { directory, location, client: settings = {}, signal } = options;
  const { Bucket, prefix } = partsOf(location);
  const sdk = await import("@aws-sdk/client-s3").catch((cause: unknown) => {
    throw new LakeError("A lake in S3 needs its client: npm install @aws-sdk/client-s3", { cause });
  });
  const client = new sdk.S3Client({
    ...settings,
    ...(settings.endpoint !== undefined && { forcePathStyle: true }),
  });
  const snapshot = currentSnapshot(directory);
  try {
    for (const { path, day, bytes } of snapshot.state.files) {
      const file = join(snapshot.directory, path);
      const input = {
        Bucket,
        Key: `${prefix}day=${day}/backfill-${await contentName(file)}.parquet`,
        Body: createReadStream(file),
        ContentLength: bytes,
      };
      await client.send(new sdk.PutObjectCommand(input), signal === undefined ? {} : { abortSignal: signal });
    }
    return snapshot.state.files.length;
  } catch (cause) {
    signal?.throwIfAborted();
    throw new LakeError(`${location} cannot be written: ${(cause as Error).message}`, { cause });
  } finally {
    client.destroy();
  }
}
