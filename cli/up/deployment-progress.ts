import type { DeploymentEvent } from "@cumulog/local";

/** One line that is written over on a terminal; nothing elsewhere. */
export async function deploymentProgress() {
  const { default: ora } = await import("ora");
  const spinner = ora({ stream: process.stderr, isSilent: !process.stderr.isTTY });
  return {
    show: ({ stackName, logicalId, type, change, done, total }: DeploymentEvent) => {
      const text = `${stackName}: ${change} ${logicalId} (${type}) ${done}/${total}`;
      if (spinner.isSpinning) spinner.text = text;
      else spinner.start(text);
    },
    end: () => {
      spinner.stop();
    },
  };
}
