import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import type { BuildOptions } from "esbuild";

/** Folders under `functions/` with the code of a Lambda function. */
export const FUNCTIONS = [
  "alert-notifier",
  "anomaly-detector",
  "cloud-logging-forwarder",
  "log-processor",
] as const;

/** A Lambda function of this package. */
export type FunctionName = (typeof FUNCTIONS)[number];

/** The file with the handler. As `.mjs` it is a module wherever its folder lies. */
const ENTRY = "index.mjs";

/**
 * How a function becomes one file, for esbuild: by the build of the package, or by a synthesis from the source. Nothing is written; the
 * source map names files by their place in the project, so that the bundle is the same on every machine.
 *
 * @param source folder of the function
 */
export function bundleOptions(source: string) {
  return {
    entryPoints: [join(source, "index.ts")],
    outfile: join(source, ENTRY),
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
    metafile: true,
    logLevel: "error",
    banner: {
      // Some dependencies are CommonJS and call require at run time.
      js: 'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);',
    },
  } satisfies BuildOptions;
}

/** The code of a function: bundled already in the published package, bundled now from the source. */
export function functionCode(name: FunctionName): AssetCode {
  if (extname(import.meta.filename) === ".js")
    return Code.fromAsset(fileURLToPath(new URL(`../../bundled/${name}`, import.meta.url)));
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const output = mkdtempSync(join(tmpdir(), `cumulog-${name}-`));
  process.once("exit", () => rmSync(output, { recursive: true, force: true }));
  const { outputFiles } = buildSync(
    bundleOptions(fileURLToPath(new URL(`../../functions/${name}`, import.meta.url))),
  );
  for (const { path, contents } of outputFiles) writeFileSync(join(output, basename(path)), contents);
  return Code.fromAsset(output);
}
