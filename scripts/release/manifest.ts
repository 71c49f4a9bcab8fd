import { type PackageFolder, REPOSITORY, SOURCE_CONDITION } from "./packages.ts";

/** A `package.json`. */
export type Manifest = Record<string, unknown> & { readonly name: string; readonly version: string };

type Targets = string | Readonly<Record<string, string>>;

/** What only the workspace needs. */
const OWN_MEMBERS = ["private", "scripts", "devDependencies"];

/** The `package.json` to publish, of the one in the workspace. */
export function publishedManifest(folder: PackageFolder, manifest: Manifest): Manifest {
  const kept = Object.fromEntries(
    Object.entries(manifest).filter(([member]) => !OWN_MEMBERS.includes(member)),
  );
  return {
    ...(kept as Manifest),
    repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: folder },
    homepage: `${REPOSITORY}#readme`,
    bugs: `${REPOSITORY}/issues`,
    exports: published(manifest["exports"]),
    ...(manifest["imports"] ? { imports: published(manifest["imports"]) } : {}),
    publishConfig: { access: "public" },
  };
}

function published(entries: unknown): Record<string, Targets> {
  return Object.fromEntries(
    Object.entries((entries ?? {}) as Record<string, Targets>).map(([entry, targets]) => [
      entry,
      withoutSource(targets),
    ]),
  );
}

function withoutSource(targets: Targets): Targets {
  if (typeof targets === "string") return targets;
  const { [SOURCE_CONDITION]: _source, ...others } = targets;
  return others;
}

/** A page with the addresses that work outside of the repository. */
export function readmeForRegistry(page: string): string {
  return page
    .replaceAll(/(!\[[^\]]*\]\()(?!https?:|#)([^)]+\))/g, `$1${REPOSITORY}/raw/main/$2`)
    .replaceAll(/((?<!!)\[[^\]]*\]\()(?!https?:|#)([^)]+\))/g, `$1${REPOSITORY}/blob/main/$2`);
}
