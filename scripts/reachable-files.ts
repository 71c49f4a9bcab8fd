import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The emitted files, with their declarations, that one imports by relative paths, directly or through others. */
export function reachableFiles(entry: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const path of [file, file.replace(/\.js$/, ".d.ts")]) {
      reached.add(path);
      for (const [, target] of readFileSync(path, "utf8").matchAll(/(?:\bfrom|\bimport\()\s*"(\.[^"]+)"/g))
        waiting.push(join(dirname(file), target!));
    }
  }
  return reached;
}
