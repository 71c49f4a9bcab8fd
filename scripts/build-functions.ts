import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { bundleOptions, FUNCTIONS } from "../infra/constructs/function-bundle.ts";
import { NOTICES, noticesOf } from "./release/notices.ts";

/** Bundles every Lambda function into a folder of its own, with the notices of what is in it. */
export async function buildFunctions(root: string, output: string): Promise<void> {
  for (const name of FUNCTIONS) {
    const folder = join(output, name);
    mkdirSync(folder, { recursive: true });
    const { metafile, outputFiles } = await build(bundleOptions(join(root, "functions", name)));
    for (const { path, contents } of outputFiles) writeFileSync(join(folder, basename(path)), contents);
    const files = Object.keys(metafile.inputs).map((path) => join(process.cwd(), path));
    writeFileSync(join(folder, NOTICES), noticesOf(files));
  }
}
