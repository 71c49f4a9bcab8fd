import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** Folder → what its files may import, by path prefix. The longest matching folder counts. Its own folder always may. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "lib/semantics": [],
  "lib/delivery": [],
  lib: ["lib"],
  functions: ["lib"],
  infra: [
    "lib",
    "functions/alert-notifier/configuration.ts",
    "functions/log-processor/configuration.ts",
    "functions/cloud-logging-forwarder/configuration.ts",
  ],
  "lib/analysis": [],
  local: ["lib/semantics", "lib/signals", "lib/analysis"],
  cli: ["lib", "functions", "infra", "local"],
};

const FOLDERS = Object.keys(ALLOWED).sort((a, b) => b.length - a.length);
const root = join(import.meta.dirname, "..");
const files = globSync("{lib,functions,infra,local,cli}/**/*.{ts,tsx}", { cwd: root });

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const found = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) => path!);
  return found.map((path) => normalize(join(dirname(file), path)));
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));
const inside = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

describe("import directions", () => {
  test("every folder imports only what the house allows", () => {
    const wrong: string[] = [];
    for (const [file, targets] of imports) {
      const folder = FOLDERS.find((candidate) => inside(file, candidate))!;
      for (const target of targets)
        if (![folder, ...ALLOWED[folder]!].some((allowed) => inside(target, allowed)))
          wrong.push(`${file} → ${target}`);
    }
    expect(wrong).toEqual([]);
  });

  test("no files import each other in a circle", () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
        return;
      }
      if (done.has(file)) return;
      for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of imports.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });
});
