import { type ExecFileException, execFile } from "node:child_process";
import { join } from "node:path";
import { inject } from "vitest";

/** How a program ended and what it wrote. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Names of the projects that the packages are installed in. */
export type ProjectName = "logger" | "cloudwatch" | "everything";

/** Folder of a foreign project. */
export const projectFolder = (project: ProjectName): string => join(inject("folder"), project);

/** The Node.js versions that the packages must run on, by name. */
export const NODES = {
  "the oldest Node.js": () => inject("oldestNode"),
  "this Node.js": () => process.execPath,
};

/** Runs a program in a foreign project, without anything of the test's own process. */
export function runIn(project: ProjectName, command: string, parameters: readonly string[]): Promise<Ran> {
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...environment } = process.env;
  const env = { ...environment, AWS_REGION: "us-east-1", NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(
      command,
      parameters,
      { cwd: projectFolder(project), env, timeout: 110_000, maxBuffer: 2 ** 26 },
      (error: ExecFileException | null, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ status, stdout, stderr });
      },
    );
  });
}

/** Runs a module given as text. */
export const runModule = (project: ProjectName, node: string, source: string): Promise<Ran> =>
  runIn(project, node, ["--input-type=module", "--eval", source]);
