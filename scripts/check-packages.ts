/** `npm run check:packages`: what publint and Are The Types Wrong say of each package, as it would be published. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packPackages } from "./release/pack-packages.ts";

const root = join(import.meta.dirname, "..");
/** ES modules only; `require` gets them since Node.js 22.12. A JSON Schema has no types. */
const ATTW = ["--profile", "esm-only", "--exclude-entrypoints", "schema/cumulog.schema.json"];
let failed = false;
for (const tarball of packPackages(join(root, ".cumulog/packages"))) {
  for (const [tool, ...parameters] of [
    ["publint", "--strict", tarball],
    ["attw", tarball, ...ATTW],
  ] as const) {
    // A command line has no entry with types.
    if (tool === "attw" && tarball.includes("cumulog-cli")) continue;
    const { status } = spawnSync(tool, parameters, {
      cwd: root,
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    failed ||= status !== 0;
  }
}
process.exitCode = failed ? 1 : 0;
