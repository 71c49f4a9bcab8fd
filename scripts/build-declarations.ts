import { globSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

interface Entry {
  readonly types?: string;
}

/** Removes declarations that no entry of the package leads to: nobody's compiler reads them. */
export function dropUnreachableDeclarations(folder: string, manifest: string): void {
  const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly exports: Readonly<Record<string, string | Entry>>;
  };
  const waiting = Object.values(exports).flatMap((entry) =>
    typeof entry === "object" && entry.types !== undefined
      ? [join(folder, entry.types.replace(/^\.\/dist\//, ""))]
      : [],
  );
  const reached = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, target] of text.matchAll(/(?:\bfrom |\bimport\(|\bimport )"(\.[^"]+)"/g))
      waiting.push(join(dirname(file), target!.replace(/\.js$/, ".d.ts")));
  }
  for (const file of globSync("**/*.d.ts", { cwd: folder }))
    if (!reached.has(join(folder, file))) rmSync(join(folder, file));
}
