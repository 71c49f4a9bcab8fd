import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceMapSegment } from "@jridgewell/sourcemap-codec";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import type { BuildOptions, BuildResult } from "esbuild";

/** Folders under `functions/` with the code of a Lambda function. */
export const FUNCTIONS = [
  "alert-notifier",
  "anomaly-detector",
  "cloud-logging-forwarder",
  "lake-report",
  "log-processor",
] as const;

/** A Lambda function of this package. */
export type FunctionName = (typeof FUNCTIONS)[number];

/** The folder under `functions/` with the extension of Lambda. */
export const EXTENSION = "log-extension";

/** What a layer with the extension has besides the bundle, and where the bundle lies. */
const LAYER = { program: "extensions/cumulog", bundle: "cumulog" } as const;

/** The file with the handler. As `.mjs` it is a module wherever its folder lies. */
const ENTRY = "index.mjs";

type Bundle = BuildResult<ReturnType<typeof bundleOptions> | ReturnType<typeof extensionOptions>>;

/**
 * How a function is bundled, for esbuild: by the build of the package, or by a synthesis from the source. What is imported when it is
 * first needed, as the SDK's clients are, becomes files of its own, which are not read before. Nothing is written; source maps name
 * files by their place in the project, so that the bundle is the same on every machine.
 *
 * @param source folder of the function
 */
export function bundleOptions(source: string) {
  const http = join(source, "../shared/node-http.cjs");
  return {
    // Names of files depend on it.
    absWorkingDir: join(source, "../.."),
    entryPoints: [join(source, "index.ts")],
    outdir: source,
    outExtension: { ".js": extname(ENTRY) },
    chunkNames: "[name]-[hash]",
    splitting: true,
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    mainFields: ["module", "main"],
    conditions: ["cumulog-source", "module"],
    alias: { "node:http": http, http },
    metafile: true,
    logLevel: "error",
    banner: {
      // Some dependencies are CommonJS and call require at run time.
      js: 'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);',
    },
  } satisfies BuildOptions;
}

const MAP = ".map";
const isVendored = (path: string): boolean => path.includes("node_modules/");

/** The files of a bundle by their names; source maps only of our own code: those of the SDK are twice its size. */
export function bundleFiles({ outputFiles, metafile }: Bundle): Map<string, Uint8Array> {
  const withoutMap = new Set<string>();
  for (const [path, { inputs }] of Object.entries(metafile.outputs)) {
    const own = Object.entries(inputs).filter(
      ([input, { bytesInOutput }]) => bytesInOutput > 0 && !isVendored(input),
    );
    if (own.length === 0 && !path.endsWith(MAP)) withoutMap.add(basename(path));
  }
  const files = new Map<string, Uint8Array>();
  const write = (name: string, text: string) => files.set(name, new TextEncoder().encode(text));
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    if (withoutMap.has(name)) write(name, text.replace(/\/\/# sourceMappingURL=\S+\s*$/, ""));
    else if (!name.endsWith(MAP)) write(name, text);
    else if (!withoutMap.has(basename(name, MAP))) write(name, ownMap(text));
  }
  return files;
}

/** A source map without what it says of other packages. */
function ownMap(map: string): string {
  const { decode, encode } = createRequire(import.meta.url)(
    "@jridgewell/sourcemap-codec",
  ) as typeof import("@jridgewell/sourcemap-codec");
  const { sources, names, mappings } = JSON.parse(map) as Record<"sources" | "names", string[]> & {
    mappings: string;
  };
  const kept = new Map<string, number>();
  const lines = decode(mappings).map((segments) => {
    let wasOwn = false;
    return segments.flatMap((segment) => {
      const [column, source, line, sourceColumn, name] = segment;
      const isOwn = source !== undefined && !isVendored(sources[source]!);
      const isNews = isOwn || wasOwn;
      wasOwn = isOwn;
      if (!isNews) return [];
      if (!isOwn) return [[column] as SourceMapSegment];
      if (name === undefined) return [segment];
      const text = names[name]!;
      if (!kept.has(text)) kept.set(text, kept.size);
      return [[column, source, line!, sourceColumn!, kept.get(text)!] as SourceMapSegment];
    });
  });
  const named = sources.map((source) => (isVendored(source) ? null : source));
  return JSON.stringify({ version: 3, sources: named, names: [...kept.keys()], mappings: encode(lines) });
}

/** How the extension is bundled: without source maps, which it would read at every start, and what it has no use for. */
export function extensionOptions(source: string) {
  return {
    ...bundleOptions(source),
    target: "node22",
    sourcemap: false,
    external: ["@google-cloud/logging", "@grpc/grpc-js"],
  } satisfies BuildOptions;
}

/** The files of the layer with the extension by their paths, and whether they are programs. */
export function* layerFiles(
  bundle: Bundle,
  source: string,
): Generator<readonly [path: string, contents: Uint8Array, isProgram: boolean]> {
  yield [LAYER.program, readFileSync(join(source, "layer", LAYER.program)), true];
  for (const { path, contents } of bundle.outputFiles)
    yield [join(LAYER.bundle, basename(path)), contents, false];
}

let layerFolder: string | undefined;

/** The layer with the extension: bundled already in the published package, bundled now, once a process, from the source. */
export function extensionCode(): AssetCode {
  layerFolder ??= makeLayer();
  return Code.fromAsset(layerFolder);
}

function makeLayer(): string {
  const output = temporaryFolder(EXTENSION);
  if (extname(import.meta.filename) === ".js") {
    cpSync(fileURLToPath(new URL(`../../bundled/${EXTENSION}`, import.meta.url)), output, {
      recursive: true,
    });
    // Registries and archives do not all keep it.
    chmodSync(join(output, LAYER.program), 0o755);
    return output;
  }
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const source = fileURLToPath(new URL(`../../functions/${EXTENSION}`, import.meta.url));
  for (const [path, contents, isProgram] of layerFiles(buildSync(extensionOptions(source)), source)) {
    mkdirSync(dirname(join(output, path)), { recursive: true });
    writeFileSync(join(output, path), contents, { mode: isProgram ? 0o755 : 0o644 });
  }
  return output;
}

function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `cumulog-${name}-`));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Folders of the project whose files a function reads, by their names in its code. */
const READ_FILES: { readonly [name in FunctionName]?: Readonly<Record<string, string>> } = {
  "lake-report": { queries: "lib/queries/*.sql", fonts: "lake/fonts/*.woff2" },
};

/**
 * Files that a function reads, by their names in its code.
 *
 * @param root folder of the project
 */
export function filesReadBy(name: FunctionName, root: string): Map<string, Uint8Array> {
  return new Map(
    Object.entries(READ_FILES[name] ?? {}).flatMap(([folder, files]) =>
      // Not globSync: Node.js 20 has none, and would say so instead of which one is needed.
      readdirSync(join(root, dirname(files)))
        .filter((file) => extname(file) === extname(files))
        .sort()
        .map((file) => [join(folder, file), readFileSync(join(root, dirname(files), file))] as const),
    ),
  );
}

/** Writes the code of a function. */
export function writeFunction(folder: string, files: Iterable<readonly [string, Uint8Array]>): void {
  for (const [file, contents] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), contents);
  }
}

const bundledFolders = new Map<FunctionName, string>();

/** The code of a function: bundled already in the published package, bundled now, once a process, from the source. */
export function functionCode(name: FunctionName): AssetCode {
  if (extname(import.meta.filename) === ".js")
    return Code.fromAsset(fileURLToPath(new URL(`../../bundled/${name}`, import.meta.url)));
  const folder = bundledFolders.get(name) ?? bundleNow(name);
  bundledFolders.set(name, folder);
  return Code.fromAsset(folder);
}

function bundleNow(name: FunctionName): string {
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const output = temporaryFolder(name);
  const bundle = buildSync(bundleOptions(fileURLToPath(new URL(`../../functions/${name}`, import.meta.url))));
  const root = fileURLToPath(new URL("../..", import.meta.url));
  writeFunction(output, [...bundleFiles(bundle), ...filesReadBy(name, root)]);
  return output;
}
