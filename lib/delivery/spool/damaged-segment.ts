import { constants, copyFileSync, linkSync } from "node:fs";
import { join } from "node:path";
import { damagedName } from "./file-names.ts";

/**
 * Keeps the file of a damaged segment for whoever wants to see what can be saved.
 *
 * @returns whether it was not kept before
 */
export function keepDamaged(path: string, directory: string, id: string): boolean {
  const kept = join(directory, damagedName(id));
  try {
    linkSync(path, kept);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
  }
  try {
    // Not every file system has links.
    copyFileSync(path, kept, constants.COPYFILE_EXCL);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "EEXIST";
  }
  return true;
}
