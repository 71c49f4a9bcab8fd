/**
 * `npm run publish:all -- --dry-run`: publishes what `npm run pack` laid out, each package after those that it needs. Parameters go to
 * `npm publish`.
 */
import { join } from "node:path";
import { npm } from "./release/npm.ts";
import { stagePackages } from "./release/stage.ts";

const root = join(import.meta.dirname, "..");
for (const folder of stagePackages(join(root, ".cumulog/packages/staged")))
  process.stdout.write(npm(["publish", folder, ...process.argv.slice(2)], root));
