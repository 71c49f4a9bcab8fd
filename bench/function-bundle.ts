import type { BuildOptions } from "esbuild";

/** How a function is bundled for Node.js 24, as the CDK does it with ES modules. */
export const FUNCTION_BUNDLE = {
  entryNames: "index",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  minify: true,
  platform: "node",
  format: "esm",
  target: "node24",
  logLevel: "error",
  mainFields: ["module", "main"] as string[],
  banner: {
    // What CommonJS inside of packages calls and reads.
    js: `import { createRequire } from "node:module"; import { fileURLToPath } from "node:url"; const require = createRequire(import.meta.url), __filename = fileURLToPath(import.meta.url), __dirname = ".";`,
  },
} as const satisfies BuildOptions;
