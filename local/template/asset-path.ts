import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { StackSource } from "./cloud-assembly.ts";

/** Path of an object in a bucket of the cloud; undefined when there is none. */
export type ObjectPath = (bucket: string, key: string) => string | undefined;

/**
 * Path of an asset: of the assembly, of the options, in a bucket, or beside the template where no bucket is named.
 *
 * @returns undefined when there is none
 */
export function assetPath(
  { assets, folder }: StackSource,
  objectPath: ObjectPath | undefined,
  key: string,
  bucket?: string,
): string | undefined {
  const given = assets.get(`${bucket}/${key}`) ?? assets.get(key);
  if (given !== undefined) return given;
  return bucket === undefined ? besideTemplate(folder, key) : objectPath?.(bucket, key);
}

/** A file or folder that a template in a file names by its path. */
function besideTemplate(folder: string | undefined, path: string): string | undefined {
  if (folder === undefined) return undefined;
  const found = resolve(folder, path);
  return existsSync(found) ? found : undefined;
}
