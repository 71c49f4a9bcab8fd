import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

/** Builds the page from its source into a folder of its own, which it returns. */
export async function buildPage(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), "cumulog-page-"));
  await build({
    configFile: join(import.meta.dirname, "../../local/page/vite.config.ts"),
    logLevel: "warn",
    build: { outDir },
  });
  return outDir;
}
