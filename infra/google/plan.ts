import type { DeploymentConfiguration } from "../config/deployment.ts";
import { DeploymentConfigurationError } from "../config/read-deployment.ts";
import { googleLake } from "./lake.ts";
import { type TerraformJson, type TerraformResources, terraform } from "./terraform.ts";

/**
 * What a configuration means on Google Cloud, as a plan for Terraform.
 *
 * @throws DeploymentConfigurationError when it names no project, or nothing that is there
 */
export function googlePlan(
  { googleCloud, lake, groups }: DeploymentConfiguration,
  projectId = googleCloud?.projectId,
): TerraformJson {
  if (projectId === undefined)
    throw new DeploymentConfigurationError(
      "cumulog.yaml names no project of Google Cloud: expected googleCloud.projectId.",
    );
  const parts: TerraformResources[] = [];
  if (lake)
    parts.push(
      googleLake({
        projectId,
        name: lake.database,
        logIds: lake.groups.map((group) => logIdOf(groups[group]!.name, googleCloud?.logId)),
        retentionDays: lake.retentionDays,
        columns: lake.columns,
      }),
    );
  if (parts.length === 0)
    throw new DeploymentConfigurationError("cumulog.yaml has nothing for Google Cloud: expected lake.");
  return terraform(projectId, parts);
}

/** The log to which the forwarder writes a group. */
const logIdOf = (group: string, logId = "aws{logGroup}"): string => logId.replaceAll("{logGroup}", group);
