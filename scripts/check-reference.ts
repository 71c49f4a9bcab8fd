/** `npm run reference`: the API reference of the doc comments in `.cumulog/reference`; refuses exports without one. Needs a build and `npm ci --prefix reference`. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Reflection {
  readonly name: string;
  readonly kind: number;
  readonly comment?: object;
  readonly signatures?: readonly Reflection[];
  readonly children?: readonly Reflection[];
}

/** Kinds of TypeDoc that are exports: enumerations, variables, functions, classes, interfaces, type aliases. */
const EXPORTS = new Set([8, 32, 64, 128, 256, 2_097_152]);

const folder = join(import.meta.dirname, "../reference");
const output = join(import.meta.dirname, "../.cumulog/reference.json");
const typedoc = join(folder, "node_modules/typedoc/bin/typedoc");
const { status } = spawnSync(process.execPath, [typedoc, "--json", output], {
  cwd: folder,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

const { children: entries = [] } = JSON.parse(readFileSync(output, "utf8")) as Reflection;
const undocumented = entries.flatMap((entry) =>
  (entry.children ?? [])
    .filter(
      ({ kind, comment, signatures = [] }) =>
        EXPORTS.has(kind) && !comment && !signatures.some((one) => one.comment),
    )
    .map(({ name }) => `${entry.name}: ${name} has no doc comment.`),
);
process.stderr.write(undocumented.map((line) => `${line}\n`).join(""));
process.exitCode = undocumented.length > 0 ? 1 : 0;
