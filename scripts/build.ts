/**
 * `npm run build`: the package and the page into `dist/`. They are built beside it and moved there at the end, so that a
 * process that runs from the build before is not pulled from under.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changedFiles } from "./check-emitted.ts";

const root = join(import.meta.dirname, "..");
const output = join(root, "dist");
mkdirSync(join(root, ".cumulog"), { recursive: true });
const folder = mkdtempSync(join(root, ".cumulog/build-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

/** Runs a tool of the project; ends with its status when it fails. */
function run(tool: string, ...parameters: string[]): void {
  const { status, error } = spawnSync(tool, parameters, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const built = join(folder, "dist");
run("tsc", "-p", "tsconfig.build.json", "--outDir", built);
const changed = changedFiles(root, built);
if (changed.length > 0) {
  process.stderr.write(`${changed.join("\n")}\n`);
  process.exit(1);
}
run(
  "vite",
  "build",
  "-c",
  "local/page/vite.config.ts",
  "--logLevel",
  "warn",
  "--outDir",
  join(built, "console"),
);
if (existsSync(output)) renameSync(output, join(folder, "before"));
renameSync(built, output);
