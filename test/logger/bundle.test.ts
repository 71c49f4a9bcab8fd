import { build } from "esbuild";
import { expect, test } from "vitest";

/** Bundles as a Lambda function is bundled: one minified file, without code splitting. */
async function bundleOf(contents: string) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node24",
    write: false,
    metafile: true,
    outfile: "bundle.mjs",
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  const modules = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    text: outputFiles[0]!.text,
    imports: output!.imports.map(({ path }) => path),
    folders: new Set(modules.map(([file]) => /lib\/([a-z-]+)\//.exec(file)?.[1]).filter(Boolean)),
  };
}

test("a function that only logs carries the logger and standard output, and imports nothing", async () => {
  const source = `import { getLogger } from "../../lib/index.ts"; getLogger("a").info({ n: 1 }, "hello");`;

  const { text, imports, folders } = await bundleOf(source);

  expect(folders).toEqual(new Set(["logger", "handlers"]));
  // Each import of a module of Node.js costs time at the start, also of one that is loaded already.
  expect(imports).toEqual([]);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(20 * 1_024);
});
