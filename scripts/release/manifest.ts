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
  const entries = Object.entries((manifest["exports"] ?? {}) as Record<string, Targets>);
  return {
    ...(kept as Manifest),
    repository: { type: "git", url: `git+${REPOSITORY}.git`, directory: folder },
    homepage: `${REPOSITORY}#readme`,
    bugs: `${REPOSITORY}/issues`,
    exports: Object.fromEntries(entries.map(([entry, targets]) => [entry, withoutSource(targets)])),
    publishConfig: { access: "public" },
  };
}

function withoutSource(targets: Targets): Targets {
  if (typeof targets === "string") return targets;
  const { [SOURCE_CONDITION]: _source, ...published } = targets;
  return published;
}

/** A page with the addresses that work outside of the repository. */
export function readmeForRegistry(page: string): string {
  return page
    .replaceAll(/(!\[[^\]]*\]\()(?!https?:|#)([^)]+\))/g, `$1${REPOSITORY}/raw/main/$2`)
    .replaceAll(/((?<!!)\[[^\]]*\]\()(?!https?:|#)([^)]+\))/g, `$1${REPOSITORY}/blob/main/$2`);
}
