import { nextMuteWindow, SNOOZE_MAX_POLICIES } from "cumulog/semantics";
import { muteRule } from "cumulog/signals";
import type { DeploymentConfiguration } from "../config/deployment.ts";
import { withoutEmpty } from "./logs.ts";
import type { TerraformResources } from "./terraform.ts";
import { literal, terraformName } from "./terraform-value.ts";

/** The mute windows of a configuration that come once, as snoozes. */
export interface GoogleSnoozes {
  readonly resources: TerraformResources;
  /** The others, with the reason. */
  readonly inexpressible: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * @param policies for each signal its alert policies in Terraform
 * @param now milliseconds since the epoch: a snooze must not begin in the past
 * @see https://cloud.google.com/monitoring/alerts/manage-snooze
 * @see https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/monitoring_snooze
 */
export function googleSnoozes(
  mute: DeploymentConfiguration["mute"],
  policies: Readonly<Record<string, readonly string[]>>,
  now: number,
): GoogleSnoozes {
  const snoozes: Record<string, object> = {};
  const inexpressible: { name: string; reason: string }[] = [];
  for (const [id, description] of Object.entries(mute)) {
    const muted = description.signals.flatMap((signal) => policies[signal] ?? []);
    const rule = muteRule(id, description);
    const window = nextMuteWindow(rule, new Date(now));
    const reason = rule.Rule.Schedule.Expression.startsWith("cron(")
      ? "a snooze of Google Cloud is for one time, and this window comes again and again"
      : muted.length === 0
        ? "none of its signals is on Google Cloud"
        : window === undefined
          ? "its window has begun or is over, and no snooze may begin in the past"
          : undefined;
    if (reason !== undefined || window === undefined) {
      inexpressible.push({ name: `mute.${id}`, reason: reason! });
      continue;
    }
    for (let part = 0; part * SNOOZE_MAX_POLICIES < muted.length; part += 1) {
      const own = muted.slice(part * SNOOZE_MAX_POLICIES, (part + 1) * SNOOZE_MAX_POLICIES);
      snoozes[terraformName(part === 0 ? id : `${id}_${part + 1}`)] = {
        display_name: literal(id),
        criteria: { policies: own.map((policy) => `\${google_monitoring_alert_policy.${policy}.name}`) },
        interval: { start_time: timestamp(window.start), end_time: timestamp(window.end) },
      };
    }
  }
  return { resources: withoutEmpty({ google_monitoring_snooze: snoozes }), inexpressible };
}

const timestamp = (time: number): string => new Date(time).toISOString().replace(/\.000Z$/, "Z");
