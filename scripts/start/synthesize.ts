import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/** The command line of the CDK, run by this very Node.js. */
const cdk = join(createRequire(import.meta.url).resolve("aws-cdk/package.json"), "../bin/cdk");

/**
 * Runs `cdk synth` for an app with a configuration.
 *
 * @returns the folder of the assembly
 * @throws Error with what the CDK said
 */
export async function synthesize(app: string, configuration: string, output: string): Promise<string> {
  try {
    await execute(
      process.execPath,
      [cdk, "synth", "--quiet", "--app", `"${process.execPath}" ${app}`, "--output", output],
      { cwd: root, env: { ...process.env, CUMULOG_CONFIG: configuration }, maxBuffer: 50_000_000 },
    );
  } catch (cause) {
    throw new Error(
      `cdk synth failed:\n${(cause as { stderr?: string }).stderr ?? (cause as Error).message}`,
      { cause },
    );
  }
  return output;
}
