import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bundleFiles, bundleOptions, FUNCTIONS } from "../infra/constructs/function-bundle.ts";
import { NOTICES, noticesOf } from "./release/notices.ts";

/** Bundles every Lambda function into a folder of its own, with the notices of what is in it. */
export async function buildFunctions(root: string, output: string): Promise<void> {
  for (const name of FUNCTIONS) {
    const folder = join(output, name);
    mkdirSync(folder, { recursive: true });
    const bundle = await build(bundleOptions(join(root, "functions", name)));
    for (const [file, contents] of bundleFiles(bundle)) writeFileSync(join(folder, file), contents);
    const files = Object.keys(bundle.metafile.inputs).map((path) => join(root, path));
    writeFileSync(join(folder, NOTICES), noticesOf(files));
  }
}
