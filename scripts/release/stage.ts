import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { type Manifest, publishedManifest, readmeForRegistry } from "./manifest.ts";
import { PACKAGES, type PackageFolder } from "./packages.ts";

const root = join(import.meta.dirname, "../..");

/** Folders of a package that are published beside its `package.json`. */
const PUBLISHED = ["dist", "bin", "schema", "queries", "fonts"];
/** Source maps would double a package. Only bundled functions keep theirs. */
const isLeftOut = (path: string): boolean =>
  extname(path) === ".map" && !path.includes(`${sep}bundled${sep}`);

/** The packages of this build. One that has no code yet is not published. */
export const builtPackages = (): PackageFolder[] =>
  PACKAGES.filter((folder) => existsSync(join(root, folder, "dist")));

/**
 * Lays the packages out as they are published, each in a folder named like its folder in the workspace.
 *
 * @returns the folders, in the order of publishing
 * @throws Error when nothing is built, or when the versions differ
 */
export function stagePackages(output: string): string[] {
  const { version } = readManifest(".");
  const license = readFileSync(join(root, "LICENSE"), "utf8");
  const changes = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  rmSync(output, { recursive: true, force: true });
  const built = builtPackages();
  if (built.length === 0) throw new Error('Nothing is built: run "npm run build" first.');
  return built.map((folder) => {
    const manifest = readManifest(folder);
    if (manifest.version !== version)
      throw new Error(`${manifest.name} has version ${manifest.version}, and the workspace ${version}.`);
    const staged = join(output, folder);
    mkdirSync(staged, { recursive: true });
    for (const part of PUBLISHED) {
      if (existsSync(join(root, folder, part)))
        cpSync(join(root, folder, part), join(staged, part), {
          recursive: true,
          filter: (path) => !isLeftOut(path),
        });
    }
    const page = readFileSync(join(root, folder === "lib" ? "README.md" : join(folder, "README.md")), "utf8");
    writeFileSync(
      join(staged, "package.json"),
      `${JSON.stringify(publishedManifest(folder, manifest), null, 2)}\n`,
    );
    writeFileSync(join(staged, "README.md"), readmeForRegistry(page));
    writeFileSync(join(staged, "LICENSE"), license);
    writeFileSync(join(staged, "CHANGELOG.md"), changes);
    return staged;
  });
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
}
