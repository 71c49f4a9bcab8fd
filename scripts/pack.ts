/** `npm run pack`: the tarballs of all packages, as they are published, in `.cumulog/packages`. */
import { join, relative } from "node:path";
import { packPackages } from "./release/pack-packages.ts";

const root = join(import.meta.dirname, "..");
for (const tarball of packPackages(join(root, ".cumulog/packages")))
  process.stdout.write(`${relative(root, tarball)}\n`);
