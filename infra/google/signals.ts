import type { AlertPolicy } from "cumulog/semantics";
import {
  type GoogleSignalResources,
  googleSignalResources,
  InexpressibleSignalError,
  readSignal,
  type SignalDifferenceName,
} from "cumulog/signals";
import type { DeploymentConfiguration, SignalConfiguration } from "../config/deployment.ts";
import { descriptionOf } from "../config/signal.ts";
import { groupLog, withoutEmpty } from "./logs.ts";
import type { TerraformResources } from "./terraform.ts";
import { terraformName, terraformValue } from "./terraform-value.ts";

/** What one signal of cumulog.yaml is on Google Cloud, or why it is nothing there. */
export type GoogleSignal =
  | {
      readonly name: string;
      readonly differences: readonly SignalDifferenceName[];
      /** Names of its alert policies in Terraform. */
      readonly policies: readonly string[];
    }
  | { readonly name: string; readonly reason: string };

/** The signals of a configuration for Terraform. */
export interface GoogleSignals {
  readonly resources: TerraformResources;
  readonly signals: readonly GoogleSignal[];
}

/**
 * Log-based metrics and alert policies of the signals of a configuration.
 *
 * @param channelNames for each channel of the file its names in Terraform
 */
export function googleSignals(
  configuration: DeploymentConfiguration,
  channelNames: Readonly<Record<string, readonly string[]>> = {},
): GoogleSignals {
  const metrics: Record<string, object> = {};
  const policies: Record<string, object> = {};
  const signals = Object.entries(configuration.signals).map(([name, signal]): GoogleSignal => {
    const made = signalOnGoogle(configuration, name, signal);
    if ("reason" in made) return { name, reason: made.reason };
    for (const metric of made.metrics) metrics[terraformName(metric.name)] = terraformValue(metric) as object;
    const depends = made.metrics.map((metric) => `google_logging_metric.${terraformName(metric.name)}`);
    const told = signal.channels.flatMap((channel) => channelNames[channel] ?? []);
    for (const policy of made.policies)
      policies[terraformName(policy.displayName!)] = {
        ...(terraformValue({
          ...policy,
          severity: SEVERITIES[signal.severity],
          documentation: documentationOf(name, signal, Object.keys(extractedOf(policy))),
          userLabels: {
            cumulog_signal: name
              .toLowerCase()
              .replaceAll(/[^a-z0-9_-]/g, "_")
              .slice(0, 63),
          },
        }) as object),
        ...(told.length > 0 && {
          notification_channels: told.map(
            (channel) => `\${google_monitoring_notification_channel.${channel}.name}`,
          ),
        }),
        // A metric may be unknown to policies for some minutes after it was made.
        ...(depends.length > 0 && { depends_on: depends }),
      };
    return {
      name,
      differences: [...new Set(made.differences)],
      policies: made.policies.map(({ displayName }) => terraformName(displayName!)),
    };
  });
  return {
    resources: withoutEmpty({
      google_logging_metric: metrics,
      google_monitoring_alert_policy: policies,
    }),
    signals,
  };
}

const SEVERITIES = { critical: "CRITICAL", error: "ERROR", warning: "WARNING", info: "WARNING" } as const;

/** What a signal needs on Google Cloud, or the reason why it cannot be there. */
export function signalOnGoogle(
  configuration: DeploymentConfiguration,
  name: string,
  signal: SignalConfiguration,
): GoogleSignalResources | { readonly reason: string } {
  const { googleCloud } = configuration;
  if (!googleCloud?.groups.includes(signal.group))
    return {
      reason: `the group ${signal.group} is not copied to Google Cloud: expected it in googleCloud.groups`,
    };
  try {
    return googleSignalResources(readSignal(descriptionOf(signal)), {
      name,
      logFilter: groupLog(signal.group, configuration).filter,
      resourceType: googleCloud.resource.type,
    });
  } catch (error) {
    if (!(error instanceof InexpressibleSignalError)) throw error;
    return { reason: error.message };
  }
}

const extractedOf = ({ conditions = [] }: AlertPolicy) =>
  conditions[0]?.conditionMatchedLog?.labelExtractors ?? {};

function documentationOf(
  name: string,
  { description, runbookUrl }: SignalConfiguration,
  extracted: readonly string[],
) {
  const lines = [
    description ?? `Signal ${name} of cumulog.yaml.`,
    "Condition: ${condition.display_name}",
    ...extracted.map((label) => `${label}: \${log.extracted_label.${label}}`),
  ];
  return {
    mimeType: "text/markdown",
    content: lines.join("\n\n"),
    ...(runbookUrl !== undefined && { links: [{ displayName: "Runbook", url: runbookUrl }] }),
  };
}
