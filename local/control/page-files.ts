import fs, { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** One file of the built page. */
export interface PageFile {
  readonly content: Buffer;
  readonly type: string;
  /** Names of assets contain a hash of their content. */
  readonly immutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".map": "application/json",
};

/** Where the build is, seen from the source and from `dist/control`. */
export const PAGE_FOLDERS: readonly string[] = ["../dist/built-page", "../built-page"].map((path) =>
  join(import.meta.dirname, path),
);

/**
 * The files of the first folder that has a build, by their path, or undefined while there is none. Nothing but what is
 * listed there can be read.
 */
export function readPageFiles(folders: readonly string[]): ReadonlyMap<string, PageFile> | undefined {
  const folder = folders.find((path) => existsSync(join(path, "index.html")));
  if (folder === undefined) return undefined;
  const files = new Map<string, PageFile>();
  for (const path of fs.globSync("**/*.*", { cwd: folder })) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    const content = readFileSync(join(folder, path));
    const name = path.replaceAll("\\", "/");
    files.set(`/${name === "index.html" ? "" : name}`, {
      content,
      type,
      immutable: name.startsWith("assets/"),
    });
  }
  return files;
}
