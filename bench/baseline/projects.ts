import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { npm } from "../../scripts/release/npm.ts";
import { packPackages } from "../../scripts/release/pack-packages.ts";

/** What users install beside the packages, and what the scenarios call the local cloud with: in both projects the same. */
const PEERS = ["@aws-sdk/client-cloudwatch", "@aws-sdk/client-cloudwatch-logs"];

/** In the projects as in the workspace. */
export const SCENARIO_FOLDER = "bench/baseline/scenarios";

/** What must be mended in an earlier package before it can be compared at all. */
const MENDED = [
  {
    file: "dist/local/engine/monitoring/alarm-actions.js",
    wrong: "_a: onAlarm",
    right: "AlarmActions: onAlarm",
    why: "the compiler had renamed the property, so that no ALARM action ever ran",
  },
] as const;

/** A project outside of the workspace, with the scenarios and one generation of the packages. */
export interface BaselineProject {
  readonly name: "baseline" | "now";
  readonly folder: string;
}

/** Installs an earlier package, the only one of its time. @returns what was mended in it, in sentences */
export function installBaseline(folder: string, tarball: string): string[] {
  install(folder, [tarball]);
  const installed = join(folder, "node_modules/cumulog");
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    exports: object;
  };
  if ("./local" in exports)
    writeFileSync(
      join(folder, SCENARIO_FOLDER, "local-cloud.ts"),
      'export { LocalCloud } from "cumulog/local";\n',
    );
  return MENDED.flatMap(({ file, wrong, right, why }) => {
    const path = join(installed, file);
    const text = textOf(path);
    if (text === undefined || !text.includes(wrong)) return [];
    writeFileSync(path, text.replace(wrong, right));
    return [`Mended in the baseline: ${file} (${why}).`];
  });
}

/** Packs what is built and installs it. */
export function installNow(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const tarballs = packPackages(join(folder, "tarballs"));
  install(
    folder,
    tarballs.filter((path) => /^cumulog-(\d|local-)/.test(basename(path))),
  );
}

function install(folder: string, packages: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const require = createRequire(import.meta.url);
  const peers = PEERS.map((name) => {
    const { version } = require(`${name}/package.json`) as { version: string };
    return `${name}@${version}`;
  });
  npm(["install", "--prefer-offline", ...packages, ...peers], folder);
  for (const part of [SCENARIO_FOLDER, "bench/local"])
    cpSync(join(import.meta.dirname, "../..", part), join(folder, part), { recursive: true });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
