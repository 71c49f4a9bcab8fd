import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

interface Bundled {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/**
 * The notices that a bundle has to carry: name, version, licence and licence text of every package that a file of it comes from.
 *
 * @param files paths of the bundle's inputs
 * @throws Error for a package that says neither licence nor licence text
 */
export function noticesOf(files: Iterable<string>): string {
  const packages = new Map<string, Bundled>();
  for (const file of files) {
    const folder = packageFolderOf(file);
    if (folder === undefined) continue;
    const bundled = readPackage(folder);
    packages.set(`${bundled.name}@${bundled.version}`, bundled);
  }
  const byText = Map.groupBy([...packages.values()], ({ text }) => text.trim());
  const sections = [...byText.entries()].map(
    ([text, bundled]) =>
      `${bundled
        .map(({ name, version, license }) => `${name}@${version} (${license})`)
        .sort()
        .join("\n")}\n\n${text}\n`,
  );
  return ["The files of this folder contain code of these packages.\n", ...sections.sort()].join(
    `\n${"-".repeat(72)}\n\n`,
  );
}

/** The folder of the installed package that a file belongs to; undefined for the project's own. */
function packageFolderOf(file: string): string | undefined {
  const marker = `${sep}node_modules${sep}`;
  const at = file.lastIndexOf(marker);
  if (at < 0) return undefined;
  const [scope = "", name = ""] = file.slice(at + marker.length).split(sep);
  return join(file.slice(0, at + marker.length), scope, scope.startsWith("@") ? name : "");
}

function readPackage(folder: string): Bundled {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? undefined : readFileSync(join(folder, file), "utf8");
  if (license === undefined && text === undefined)
    throw new Error(`${name} ${version} is bundled and says no licence: see ${dirname(folder)}.`);
  return { name, version, license: license ?? "see text", text: text ?? `Licence: ${license}` };
}

/** The file with the notices of a bundle, beside it. */
export const NOTICES = "THIRD-PARTY-NOTICES.txt";
