import { differenceSentence } from "cumulog/signals";
import type { DeploymentConfiguration } from "../config/deployment.ts";
import { DeploymentConfigurationError } from "../config/read-deployment.ts";
import { googleChannels } from "./channels.ts";
import { googleLake } from "./lake.ts";
import { googleLogs, groupLog } from "./logs.ts";
import { googleSignals } from "./signals.ts";
import { googleSnoozes } from "./snoozes.ts";
import { type TerraformJson, type TerraformResources, terraform } from "./terraform.ts";

/** What a configuration means on Google Cloud. */
export interface GooglePlan {
  readonly terraform: TerraformJson;
  /** What Google Cloud cannot express, with the reason. */
  readonly inexpressible: readonly { readonly name: string; readonly reason: string }[];
  /** Where a signal may say something else than on AWS: sentences by signal. */
  readonly differences: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a configuration means on Google Cloud, as a plan for Terraform: logs, lake, signals and channels.
 *
 * @param now milliseconds since the epoch: what comes once and has begun is left out
 * @throws DeploymentConfigurationError when it names no project, or nothing that is there
 */
export function googlePlan(
  configuration: DeploymentConfiguration,
  projectId = configuration.googleCloud?.projectId,
  now = Date.now(),
): GooglePlan {
  const { googleCloud, lake, mute } = configuration;
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
        logFilters: lake.groups.map((group) => groupLog(group, configuration).filter),
        retentionDays: lake.retentionDays,
        columns: lake.columns,
      }),
    );
  if (googleCloud) parts.push(googleLogs(configuration, projectId));
  const channels = googleChannels(configuration.channels);
  const { resources, signals } = googleSignals(configuration, channels.names);
  if (Object.keys(channels.resources).length > 0 && resources["google_monitoring_alert_policy"])
    parts.push({ google_monitoring_notification_channel: channels.resources });
  parts.push(resources);
  const policies = Object.fromEntries(
    signals.flatMap((signal) => ("policies" in signal ? [[signal.name, signal.policies]] : [])),
  );
  const snoozes = googleSnoozes(mute, policies, now);
  parts.push(snoozes.resources);
  if (parts.every((part) => Object.keys(part).length === 0))
    throw new DeploymentConfigurationError(
      "cumulog.yaml has nothing for Google Cloud: expected lake, or googleCloud with groups.",
    );
  return {
    terraform: terraform(projectId, parts, channels.variables),
    inexpressible: [
      ...signals.flatMap((signal) =>
        "reason" in signal ? [{ name: `signals.${signal.name}`, reason: signal.reason }] : [],
      ),
      ...channels.inexpressible,
      ...snoozes.inexpressible,
    ],
    differences: Object.fromEntries(
      signals.flatMap((signal) =>
        "differences" in signal ? [[signal.name, signal.differences.map(differenceSentence)]] : [],
      ),
    ),
  };
}
