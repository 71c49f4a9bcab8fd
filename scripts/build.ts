/**
 * `npm run build`: every package into its own `dist/`, the page into that of the local cloud. They are built beside it and
 * moved there at the end, so that a process that runs from the build before is not pulled from under. When the build that is there was
 * made of the same files, nothing is to be done; `--force` builds all the same.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { buildChunks } from "./build-chunks.ts";
import { dropUnreachableDeclarations } from "./build-declarations.ts";
import { buildFunctions } from "./build-functions.ts";
import { digestOfInputs, isBuilt } from "./build-inputs.ts";
import { changedFiles, notEmitted } from "./check-emitted.ts";
import { reachableFiles } from "./reachable-files.ts";

const root = join(import.meta.dirname, "..");
mkdirSync(join(root, ".cumulog"), { recursive: true });
/** Tells what the build that is there was made of. */
const digestFile = join(root, ".cumulog/built");
const digest = digestOfInputs(root);
if (
  !process.argv.includes("--force") &&
  isBuilt(root) &&
  existsSync(digestFile) &&
  readFileSync(digestFile, "utf8") === digest
) {
  process.stdout.write("Nothing has changed since the last build.\n");
  process.exit(0);
}
const folder = mkdtempSync(join(root, ".cumulog/build-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

/** Declarations import `./a.ts` as the source does; written as `./a.js`, they are found by every compiler. */
function writeExtensions(output: string): void {
  for (const file of globSync("**/*.d.ts", { cwd: output })) {
    const path = join(output, file);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll(/(\bfrom |\bimport\(|\bimport )"(\.[^"]+)\.ts"/g, '$1"$2.js"'));
  }
}

/** Runs a tool of the project; ends with its status when it fails. */
function run(tool: string, ...parameters: string[]): void {
  const { status, error } = spawnSync(tool, parameters, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const built = join(folder, "dist");
run("tsc", "-p", "tsconfig.build.json", "--outDir", built);
// TypeScript 7.0.2 leaves some of the imported JSON out, once in eight times.
for (const file of notEmitted(root, built).filter((path) => path.endsWith(".json")))
  cpSync(join(root, file), join(built, file));
const left = notEmitted(root, built);
if (left.length > 0) {
  process.stderr.write(`The compiler has written nothing for ${left.join(", ")}.\n`);
  process.exit(1);
}
const changed = changedFiles(root, built);
if (changed.length > 0) {
  process.stderr.write(`${changed.join("\n")}\n`);
  process.exit(1);
}
// The CDK package finds its functions beside its modules, and is read once in a deployment: it stays as it is.
for (const name of ["lib", "local", "lake", "cli"])
  await buildChunks(join(built, name), join(root, name, "package.json"));
writeExtensions(built);
dropUnreachableDeclarations(join(built, "lib"), join(root, "lib/package.json"));

const page = join(built, "local/built-page");
run("vite", "build", "-c", "local/page/vite.config.ts", "--logLevel", "warn", "--outDir", page);

/** The CDK package: its constructs read the functions' configuration, and deploy the functions as bundles. */
const cdk = join(built, "cdk");
mkdirSync(cdk);
for (const part of ["infra", "functions"]) renameSync(join(built, part), join(cdk, part));
const needed = reachableFiles(join(cdk, "infra/index.js"));
for (const file of globSync("{infra,functions}/**/*.{js,d.ts,map}", { cwd: cdk }))
  if (!needed.has(join(cdk, file).replace(/\.map$/, ""))) rmSync(join(cdk, file));
await buildFunctions(root, join(cdk, "bundled"));

rmSync(digestFile, { force: true });
for (const [name, parts] of Object.entries({
  lib: "lib",
  infra: "cdk",
  local: "local",
  lake: "lake",
  cli: "cli",
})) {
  if (!existsSync(join(built, parts))) continue;
  const output = join(root, name, "dist");
  if (existsSync(output)) renameSync(output, join(folder, `${name}-before`));
  renameSync(join(built, parts), output);
}
writeFileSync(digestFile, digest);
