import { execFileSync } from "node:child_process";

/** Runs npm and gives what it wrote on standard output. @throws Error with what it said when it fails */
export function npm(parameters: readonly string[], cwd: string, environment: NodeJS.ProcessEnv = {}): string {
  return execFileSync("npm", [...parameters, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...environment },
    maxBuffer: 2 ** 26,
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "inherit"],
  });
}
