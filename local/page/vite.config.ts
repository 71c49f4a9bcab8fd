import { join } from "node:path";
import { defineConfig } from "vite";

const repository = join(import.meta.dirname, "../..");

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: join(repository, "dist/console"),
    emptyOutDir: true,
    target: "es2023",
    // The page's security policy allows no data: addresses for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // A development server that shows a local cloud: `cumulog up`, then `vite -c local/page/vite.config.ts`.
  server: { proxy: { "/_cumulog": { target: "http://127.0.0.1:4600", changeOrigin: true } } },
});
