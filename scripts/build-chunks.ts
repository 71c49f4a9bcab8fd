import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type Plugin } from "esbuild";

/** Characters of a line, so that the place in a stack trace says something. */
const LINE = 120;
/** Stands in front of a file that keeps its place, until it is known from where it is imported. */
const PLACED = "placed:";

interface Entry {
  readonly default?: string;
}

/** What the build reads in a `package.json`. */
interface Manifest {
  readonly exports: Readonly<Record<string, string | Entry>>;
  readonly imports?: Readonly<Record<string, Entry>>;
  readonly sideEffects?: readonly string[];
}

/**
 * Writes a package's modules as few files: its entries, and chunks that several of them share, so that an application
 * reads some fifty files where it read two hundred. Nothing of other packages is in them. Comments and white space are
 * left out: what is documented stands in the declarations, and an application installs a third less.
 *
 * What the main entry exports is divided as the exports are: a bundler can leave out what is not used, also where it
 * cannot know that a statement has no effect.
 */
export async function buildChunks(folder: string, manifestFile: string): Promise<void> {
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
  const texts = new Map(
    globSync("**/*.js", { cwd: folder }).map((file) => [
      file.replaceAll("\\", "/"),
      readFileSync(join(folder, file), "utf8"),
    ]),
  );
  const entries = targetsOf(manifest.exports);
  const placed = placedFiles(texts, manifest.sideEffects ?? []);
  const main = Object.keys(manifest.exports).includes(".") ? targetsOf({ ".": manifest.exports["."]! }) : [];
  const parts = main.flatMap((file) => reexported(file, texts.get(file)!));
  const { outputFiles, metafile } = await build({
    entryPoints: [...new Set([...entries, ...placed, ...parts])].map((file) => join(folder, file)),
    outdir: folder,
    outbase: folder,
    absWorkingDir: folder,
    chunkNames: "chunks/[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    plugins: [keepPlaces(folder, placed, manifest.imports ?? {})],
    tsconfigRaw: {},
    minifyWhitespace: true,
    lineLimit: LINE,
    legalComments: "none",
    target: "esnext",
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const kept = new Set([...entries, ...placed]);
  // What an export was divided at holds no code of its own, and nobody imports it.
  const divisions = new Set(parts.filter((file) => !kept.has(file)));
  for (const [file, { imports }] of Object.entries(metafile.outputs))
    for (const { path } of imports)
      if (divisions.has(path)) throw new Error(`${file} imports ${path}, which is not published.`);
  for (const file of globSync("**/*.{js,js.map}", { cwd: folder })) rmSync(join(folder, file));
  for (const { path, text } of outputFiles) {
    if (divisions.has(relative(folder, path).replace(/\.map$/, ""))) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path.endsWith(".js") ? withPlaces(effectsFirst(text), dirname(path), folder) : text);
  }
}

/** Files below the output that a package's entries name. */
function targetsOf(exports: Manifest["exports"]): string[] {
  return Object.values(exports).flatMap((entry) =>
    typeof entry === "object" && entry.default !== undefined ? [entry.default.replace("./dist/", "")] : [],
  );
}

/**
 * What must stay where it is: files that look for something beside themselves, programs that these start, and what is
 * imported for its effect, which the manifest tells bundlers by its name.
 */
function placedFiles(texts: ReadonlyMap<string, string>, effects: readonly string[]): ReadonlySet<string> {
  const placed = new Set(
    effects.map((file) => file.replace("./dist/", "")).filter((file) => texts.has(file)),
  );
  for (const [file, text] of texts) {
    if (!text.includes("import.meta.")) continue;
    placed.add(file);
    for (const [, program] of text.matchAll(/new URL\(`(\.[^`$]+)\$\{extname\(/g))
      placed.add(join(dirname(file), `${program}.js`));
  }
  return placed;
}

/** Modules that one exports again. */
function reexported(file: string, text: string): string[] {
  return [...text.matchAll(/^export [^;]*? from "(\.[^"]+)"/gm)].map(([, path]) =>
    join(dirname(file), path!),
  );
}

/** Leaves imports of placed files and of JSON as imports, and finds what the manifest's `imports` name. */
function keepPlaces(
  folder: string,
  placed: ReadonlySet<string>,
  imports: Readonly<Record<string, Entry>>,
): Plugin {
  const resolve = (file: string) =>
    placed.has(file) || file.endsWith(".json")
      ? { path: `${PLACED}${file}`, external: true }
      : { path: join(folder, file) };
  return {
    name: "keep-places",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, importer, kind }) =>
        kind === "entry-point" ? undefined : resolve(relative(folder, join(dirname(importer), path))),
      );
      onResolve({ filter: /^#/ }, ({ path }) => {
        for (const [pattern, target] of Object.entries(imports)) {
          const [start = "", end = ""] = pattern.split("*");
          if (path.startsWith(start) && path.endsWith(end))
            return resolve(
              target
                .default!.replace("./dist/", "")
                .replace("*", path.slice(start.length, path.length - end.length)),
            );
        }
        return undefined;
      });
    },
  };
}

/** The text of a file with the paths to placed files as they are from its folder. */
function withPlaces(text: string, from: string, folder: string): string {
  return text.replaceAll(new RegExp(`"${PLACED}([^"]+)"`, "g"), (_, file: string) => {
    const path = relative(from, join(folder, file)).replaceAll("\\", "/");
    return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
  });
}

/**
 * The text of a file with the modules that it imports for their effect in front of its chunks, as its source has them: an
 * old Node.js is told of itself by the first.
 */
function effectsFirst(text: string): string {
  const effects: string[] = [];
  const others = text.replaceAll(/\bimport"(?!\.)[^"]+";/g, (statement) => {
    effects.push(statement);
    return "";
  });
  const [shebang = ""] = /^#!.*\n/.exec(others) ?? [];
  return shebang + effects.join("") + others.slice(shebang.length);
}
