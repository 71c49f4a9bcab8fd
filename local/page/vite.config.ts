import { join } from "node:path";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { conditions: ["cumulog-source", ...defaultClientConditions] },
  build: {
    outDir: join(import.meta.dirname, "../dist/built-page"),
    emptyOutDir: true,
    target: "es2023",
    // The page's security policy allows no data: addresses for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The published page carries the notices of what is bundled in it.
    license: { fileName: "THIRD-PARTY-NOTICES.md" },
  },
  // A development server that shows a local cloud: `cumulog up`, then `vite -c local/page/vite.config.ts`.
  server: { proxy: { "/_cumulog": { target: "http://127.0.0.1:4600", changeOrigin: true } } },
});
