import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A program of a layer that Lambda starts beside the runtime. */
export interface ExtensionFile {
  /** The full name of the file, by which the extension registers. */
  readonly name: string;
  readonly path: string;
}

/** Lambda takes no more. @see https://docs.aws.amazon.com/lambda/latest/dg/extensions-api.html */
export const MOST_EXTENSIONS = 10;

/** The files in `extensions/` of the layers; a later layer's file takes the place of an earlier one's of that name. */
export function extensionFiles(layerFolders: readonly string[]): ExtensionFile[] {
  const found = new Map<string, string>();
  for (const folder of layerFolders) {
    const directory = join(folder, "extensions");
    if (!existsSync(directory)) continue;
    for (const entry of readdirSync(directory, { withFileTypes: true }))
      if (entry.isFile()) found.set(entry.name, join(directory, entry.name));
  }
  return [...found].map(([name, path]) => ({ name, path }));
}
