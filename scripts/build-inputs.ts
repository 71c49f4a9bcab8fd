import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a build is made of. Packages of others are in the lock file by their versions. */
const INPUTS = [
  "{lib,infra,functions,local,lake,cli,scripts}/**/*",
  "package.json",
  "package-lock.json",
  "tsconfig*.json",
  "LICENSE",
];
/** What npm installed: the lock file may be ahead of it. */
const INSTALLED = "node_modules/.package-lock.json";
const LEFT_OUT = ["**/node_modules/**", "**/dist/**"];

/** A file of each part of a build. */
const OUTPUTS = [
  "lib/dist/index.js",
  "infra/dist/infra/index.js",
  "infra/dist/bundled/log-processor/index.mjs",
  "local/dist/index.js",
  "local/dist/built-page/index.html",
  "lake/dist/index.js",
  "cli/dist/main.js",
];

/** A text that is another when anything is that a build is made of. */
export function digestOfInputs(root: string): string {
  const hash = createHash("sha256").update(process.version);
  const installed = join(root, INSTALLED);
  if (existsSync(installed)) hash.update(readFileSync(installed));
  for (const entry of INPUTS.flatMap((pattern) =>
    globSync(pattern, { cwd: root, exclude: LEFT_OUT, withFileTypes: true }),
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted())
    hash.update(`\0${entry.slice(root.length)}\0`).update(readFileSync(entry));
  return hash.digest("hex");
}

/** Whether a build is there whole. */
export const isBuilt = (root: string): boolean => OUTPUTS.every((path) => existsSync(join(root, path)));
