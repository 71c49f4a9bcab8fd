import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { endWithThisProcess } from "./child-processes.ts";

const root = join(import.meta.dirname, "../..");

/** The command line of the CDK, run by this very Node.js. */
const cdk = join(createRequire(import.meta.url).resolve("aws-cdk/package.json"), "../bin/cdk");
const MOST_ERROR_TEXT = 4_000;

/**
 * Runs `cdk synth` for an app with a configuration.
 *
 * @throws Error with what the CDK said
 */
export async function synthesize(app: string, configuration: string, output: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      cdk,
      "synth",
      "--quiet",
      "--app",
      `"${process.execPath}" ${process.execArgv.join(" ")} ${app}`,
      "--output",
      output,
    ],
    {
      cwd: root,
      // Without the CDK's own checks of the templates: they take half of its time, and only warn, which nobody would see here.
      env: { ...process.env, CUMULOG_CONFIG: configuration, CDK_VALIDATION: "false" },
      stdio: ["ignore", "ignore", "pipe"],
      // In a group of its own, which ends with the app and the bundlers that the CDK starts.
      detached: process.platform !== "win32",
    },
  );
  endWithThisProcess(child);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-MOST_ERROR_TEXT);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (status !== 0) throw new Error(`cdk synth failed:\n${said.trimEnd()}`);
}
