import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** What of `lib` the local cloud and the lake may import: what judges the handlers is not made of them. */
const JUDGES = [
  "lib/semantics",
  "lib/signals",
  "lib/analysis",
  "lib/node-version.ts",
  "lib/temporary-folder.ts",
];

/** Folder → what its files may import, by path prefix. The longest matching folder counts. Its own folder always may. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "lib/semantics": [],
  "lib/delivery": [],
  "lib/resource": [],
  "lib/signals": ["lib/semantics", "lib/logger/levels.ts", "lib/logger/fields.ts"],
  "lib/analysis": ["lib/optional-package.ts", "lib/logger/escape-controls.ts"],
  "lib/connection": ["lib/optional-package.ts"],
  "lib/search": ["lib/delivery", "lib/analysis", "lib/connection"],
  "lib/options": ["lib/logger/levels.ts"],
  "lib/logger": ["lib/resource", "lib/handlers/handler.ts", "lib/handlers/standard-output.ts"],
  "lib/handlers": [
    "lib/logger",
    "lib/options",
    "lib/delivery",
    "lib/connection",
    "lib/search",
    "lib/resource",
    "lib/semantics",
    "lib/analysis/templates",
    "lib/optional-package.ts",
  ],
  "lib/config": ["lib/options", "lib/logger", "lib/handlers", "lib/delivery/report.ts"],
  "lib/adapters": ["lib/logger", "lib/handlers", "lib/config", "lib/delivery/report.ts"],
  "lib/http": ["lib/logger", "lib/semantics"],
  "lib/metrics": ["lib/semantics/limits.ts"],
  "lib/middleware": [
    "lib/logger",
    "lib/handlers",
    "lib/metrics",
    "lib/delivery/report.ts",
    "lib/optional-package.ts",
  ],
  "lib/monitor": ["lib/logger", "lib/optional-package.ts"],
  "lib/opentelemetry": [
    "lib/logger",
    "lib/handlers",
    "lib/options",
    "lib/resource",
    "lib/delivery/ledger.ts",
    "lib/delivery/report.ts",
  ],
  lib: ["lib"],
  functions: ["lib", "lake/report"],
  infra: [
    "lib",
    "functions/alert-notifier/configuration.ts",
    "functions/log-extension/configuration.ts",
    "functions/log-processor/configuration.ts",
    "functions/cloud-logging-forwarder/configuration.ts",
    "functions/shared/dead-letter.ts",
  ],
  "local/kernel": ["lib/semantics"],
  "local/protocols": [...JUDGES, "local/kernel"],
  "local/services": [...JUDGES, "local/kernel", "local/protocols", "local/template", "lake"],
  "local/template": [
    ...JUDGES,
    "local/kernel",
    "local/services/logs/group-identifier.ts",
    "local/services/lambda/placeholder-code.ts",
  ],
  "local/terraform": [...JUDGES, "local/kernel", "local/template"],
  "local/control": [...JUDGES, "local/kernel", "local/protocols", "local/services", "lake"],
  "local/page": [...JUDGES, "local/kernel", "local/control", "local/services/cloudwatch"],
  "local/backtest": [...JUDGES, "local/kernel", "local/template", "local/services", "lake"],
  "local/testing": [...JUDGES, "local/template", "local/backtest"],
  local: [...JUDGES, "local", "lake"],
  lake: JUDGES,
  cli: ["lib", "infra", "local", "lake"],
};

/** Folders that are published together: between others, a file is imported by its package's name. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  lib: "lib",
  functions: "infra",
  infra: "infra",
  local: "local",
  lake: "lake",
  cli: "cli",
};

const packageOf = (path: string) => PACKAGE_OF[path.split("/")[0]!];

const FOLDERS = Object.keys(ALLOWED).sort((a, b) => b.length - a.length);
const root = join(import.meta.dirname, "..");
const files = globSync("{lib,functions,infra,local,lake,cli}/**/*.{ts,tsx}", {
  cwd: root,
  exclude: ["**/dist/**", "**/node_modules/**"],
});

/** Names of this workspace's packages and their entries → files of the source. */
const ENTRIES: ReadonlyMap<string, string> = new Map(
  ["lib", "infra", "local", "lake", "cli"].flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
      name: string;
      exports: Record<string, string | { "cumulog-source": string }>;
    };
    return Object.entries(exports).flatMap(([entry, target]) =>
      typeof target === "string"
        ? []
        : [[name + entry.slice(1), normalize(join(folder, target["cumulog-source"]))] as const],
    );
  }),
);

/** The file of the same package that a path or `#folder/file.ts` names. */
function ownFile(file: string, path: string): string | undefined {
  if (path.startsWith(".")) return normalize(join(dirname(file), path));
  return path.startsWith("#") ? join(packageOf(file)!, path.slice(1)) : undefined;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const found = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, path]) => path!);
  return found.flatMap((path) => {
    const own = ownFile(file, path);
    if (own !== undefined) return [own];
    return ENTRIES.has(path) ? [ENTRIES.get(path)!] : [];
  });
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

  test("every folder of lib and local has its row", () => {
    const folders = files
      .filter((file) => /^(?:lib|local)\/[^/]+\//.test(file))
      .map((file) => file.split("/", 2).join("/"));
    expect([...new Set(folders)].filter((folder) => !(folder in ALLOWED))).toEqual([]);
  });

  test("every row is of something that is there", () => {
    const named = [...Object.keys(ALLOWED), ...Object.values(ALLOWED).flat()];
    expect(named.filter((path) => !files.some((file) => inside(file, path)))).toEqual([]);
  });

  test("another package is imported by its name, and its own files are not", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const text = readFileSync(join(root, file), "utf8");
      for (const [, path] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)) {
        const own = ownFile(file, path!);
        const target = own ?? ENTRIES.get(path!);
        if (target !== undefined && (own !== undefined) !== (packageOf(target) === packageOf(file)))
          wrong.push(`${file} → ${path}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("no path climbs three folders: those rooms have a name", () => {
    const climbing = files.filter((file) =>
      /(?:\bfrom|\bimport)\s*\(?\s*"(?:\.\.\/){3}/.test(readFileSync(join(root, file), "utf8")),
    );
    expect(climbing).toEqual([]);
  });

  test("what is optional is imported when it is needed, or for its types", () => {
    const wrong: string[] = [];
    for (const folder of ["lib", "infra", "local", "lake", "cli"]) {
      const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
        peerDependenciesMeta?: Record<string, { optional?: boolean }>;
      };
      const optional = Object.keys(manifest.peerDependenciesMeta ?? {});
      for (const file of files.filter((path) => inside(path, folder) && !inside(path, "lib/adapters")))
        for (const [, path] of readFileSync(join(root, file), "utf8").matchAll(
          /^(?:import|export)\s+(?!type\b)[^;"]*?\bfrom\s+"([^"]+)"/gm,
        ))
          if (optional.some((name) => inside(path!, name))) wrong.push(`${file} → ${path}`);
    }
    expect(wrong).toEqual([]);
  });

  test("Node.js's HTTP is not imported: all that it exports, with the client of fetch, would load with it", () => {
    // Bundles of functions have something else in its place.
    const others = files.filter((file) => !inside(file, "functions"));
    const importing = others.filter((file) =>
      /^import\s+(?!type\b)[^;"]*?\bfrom\s+"node:http"/m.test(readFileSync(join(root, file), "utf8")),
    );
    expect(importing).toEqual([]);
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
