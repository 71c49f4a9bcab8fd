import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Metafile } from "esbuild";
import {
  bundleFiles,
  bundleOptions,
  EXTENSION,
  extensionOptions,
  FUNCTIONS,
  filesReadBy,
  layerFiles,
  writeFunction,
} from "../infra/constructs/function-bundle.ts";
import { NOTICES, noticesOf } from "./release/notices.ts";

/** Bundles every Lambda function, and the layer with the extension, into a folder of its own, with the notices of what is in it. */
export async function buildFunctions(root: string, output: string): Promise<void> {
  for (const name of FUNCTIONS) {
    const folder = join(output, name);
    mkdirSync(folder, { recursive: true });
    const bundle = await build(bundleOptions(join(root, "functions", name)));
    writeFunction(folder, [...bundleFiles(bundle), ...filesReadBy(name, root)]);
    writeNotices(root, folder, bundle.metafile);
  }
  const source = join(root, "functions", EXTENSION);
  const bundle = await build(extensionOptions(source));
  for (const [path, contents, isProgram] of layerFiles(bundle, source)) {
    const file = join(output, EXTENSION, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents, { mode: isProgram ? 0o755 : 0o644 });
  }
  writeNotices(root, join(output, EXTENSION), bundle.metafile);
}

function writeNotices(root: string, folder: string, { inputs }: Metafile): void {
  const files = Object.keys(inputs).map((path) => join(root, path));
  writeFileSync(join(folder, NOTICES), noticesOf(files));
}
