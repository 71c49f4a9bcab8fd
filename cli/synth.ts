import { renameSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { deploymentPackage } from "./deployment-package.ts";
import { terminalText } from "./terminal-text.ts";

interface SynthOptions {
  readonly google: boolean;
  readonly config: string;
  readonly out?: string;
  readonly project?: string;
}

const EXAMPLES = `
Examples:
  $ cumulog synth --google > cumulog.tf.json
  $ cumulog synth --google --project my-project --out cumulog.tf.json && terraform plan

What Google Cloud cannot express is named on standard error, with the reason.
For AWS, the stacks are synthesized by CDK: npx cdk synth`;

/** `cumulog synth --google`: what cumulog.yaml means on Google Cloud, for Terraform. */
export function synthCommand(): Command {
  return new Command("synth")
    .description("write out what cumulog.yaml means on Google Cloud, as a plan for Terraform")
    .requiredOption("--google", "for Google Cloud")
    .option("-c, --config <file>", "configuration", "cumulog.yaml")
    .option("--project <id>", "project (default: googleCloud.projectId of the configuration)")
    .option("-o, --out <file>", "file to write, such as cumulog.tf.json (default: standard output)")
    .addHelpText("after", EXAMPLES)
    .action(synth);
}

async function synth({ config, project, out }: SynthOptions): Promise<void> {
  const { googlePlan, readDeployment } = await deploymentPackage();
  const { terraform, inexpressible } = googlePlan(readDeployment(config), project);
  const text = `${JSON.stringify(terraform, null, 2)}\n`;
  for (const { name, reason } of inexpressible)
    process.stderr.write(`${terminalText(`${name} is not in the plan: ${reason}.`)}\n`);
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  writeFileSync(`${out}.part`, text);
  renameSync(`${out}.part`, out);
  process.stderr.write(`${out} written\n`);
}
