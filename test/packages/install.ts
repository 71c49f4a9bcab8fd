import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { TestProject } from "vitest/node";
import { packPackages } from "../../scripts/release/pack-packages.ts";

/** Node.js that a package of npm has: the oldest that is declared, and one that is too old. */
const OLDEST_NODE = "22.15.0";
const TOO_OLD_NODE = "20.11.0";

/** Versions of what the foreign project uses beside our packages, as in the workspace. */
const PEERS = [
  "@aws-sdk/client-cloudwatch",
  "@aws-sdk/client-cloudwatch-logs",
  "@aws-sdk/client-lambda",
  "@aws-sdk/client-sns",
  "@middy/core",
  "@types/node",
  "aws-cdk-lib",
  "constructs",
  "esbuild",
  "google-auth-library",
  "typescript",
];

declare module "vitest" {
  interface ProvidedContext {
    /** Folder with the projects: `logger`, `cloudwatch`, `everything`. */
    readonly folder: string;
    readonly oldestNode: string;
    readonly tooOldNode: string;
  }
}

const root = join(import.meta.dirname, "../..");

/** Packs what is built and installs it into empty projects outside of the repository. */
export default async function install(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "cumulog-packages-"));
  const tarballs = packPackages(join(folder, "tarballs"));
  const tarball = (name: string): string => tarballs.find((path) => basename(path).startsWith(name))!;
  const manifest = JSON.parse(
    execFileSync("npm", ["pkg", "get", "devDependencies"], { cwd: root, encoding: "utf8" }),
  );
  const versions = manifest as Record<string, string>;
  const peers = PEERS.map((name) => `${name}@${versions[name] ?? "latest"}`);

  const library = tarball("cumulog-0");
  installInto(join(folder, "logger"), [library]);
  installInto(join(folder, "cloudwatch"), [
    library,
    `@aws-sdk/client-cloudwatch-logs@${versions["@aws-sdk/client-cloudwatch-logs"]}`,
  ]);
  installInto(join(folder, "everything"), [
    library,
    ...["cumulog-cdk", "cumulog-local", "cumulog-cli"].map(tarball),
    ...peers,
  ]);
  cpSync(join(import.meta.dirname, "projects"), join(folder, "everything"), { recursive: true });
  project.provide("folder", folder);
  project.provide("oldestNode", nodeOf(join(folder, "node-oldest"), OLDEST_NODE));
  project.provide("tooOldNode", nodeOf(join(folder, "node-too-old"), TOO_OLD_NODE));
  return () => rmSync(folder, { recursive: true, force: true });
}

function installInto(folder: string, packages: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline"];
  execFileSync("npm", ["install", ...flags, ...packages], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}

/** A Node.js of its own, from the package with its binary for this machine. @returns path of the executable */
function nodeOf(folder: string, version: string): string {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const name = [prefix, platform, process.arch].join("-");
  installInto(folder, [`${name}@${version}`]);
  return join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}
