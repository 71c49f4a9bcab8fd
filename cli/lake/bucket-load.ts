import { rmSync } from "node:fs";
import { join } from "node:path";
import type { LoadOptions, LoadResult } from "@cumulog/lake";
import { temporaryFolder } from "cumulog/temporary-folder";
import { type ConnectionOptions, clientSettings } from "../aws/connection.ts";
import { lakePackage } from "./package.ts";

const BUCKET = /^s3:\/\//;

/** Whether a lake is the one of a stack, in S3. */
export const isInBucket = (lake: string): boolean => BUCKET.test(lake);

/** Loads logs on this machine, and puts their rows into the bucket of a stack's lake. */
export async function loadIntoBucket(
  location: string,
  options: Omit<LoadOptions, "directory">,
  connection: ConnectionOptions,
  onUploaded: (done: number, of: number) => void,
): Promise<LoadResult> {
  const { bucketLocation, compactLake, loadLake, uploadLake } = await lakePackage();
  // Said before gigabytes are read.
  bucketLocation(location);
  const folder = temporaryFolder("backfill");
  const directory = join(folder, "lake");
  const { signal } = options;
  try {
    const result = await loadLake({ ...options, directory });
    if (result.loaded === 0) return result;
    await compactLake({ directory, ...(signal !== undefined && { signal }) });
    const files = await uploadLake({
      directory,
      location,
      client: await clientSettings(connection, "S3"),
      onUploaded,
      ...(signal !== undefined && { signal }),
    });
    return { ...result, files };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
