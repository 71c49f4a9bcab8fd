import { type AlertPolicy, compileSeriesFilter, validateAlertPolicy } from "cumulog/semantics";
import { GoogleError } from "#kernel/google/google-error.ts";
import type { CloudMonitoring } from "../state.ts";
import { generatedId } from "./mutation.ts";

/**
 * Checks a policy, also whether its log-based metrics and its channels are there, and names its conditions.
 *
 * @throws GoogleError, InvalidArgumentError
 */
export function acceptPolicy(
  state: CloudMonitoring,
  name: string,
  project: string,
  policy: AlertPolicy,
): AlertPolicy {
  const forms = new Map(state.descriptorsOf(project).map((descriptor) => [descriptor.type, descriptor]));
  validateAlertPolicy(policy, { metricForms: (type) => forms.get(type) });
  for (const { conditionThreshold, conditionAbsent } of policy.conditions ?? [])
    for (const filter of [
      conditionThreshold?.filter,
      conditionThreshold?.denominatorFilter,
      conditionAbsent?.filter,
    ]) {
      const type = filter && compileSeriesFilter(filter, "filter").metricType;
      if (
        type &&
        /^(?:logging\.googleapis\.com\/user|custom\.googleapis\.com)\//.test(type) &&
        !forms.has(type)
      )
        throw new GoogleError(
          "NOT_FOUND",
          `Cannot find metric(s) that match type = "${type}". If a metric was created recently, it could take up to 10 minutes to become available.`,
        );
    }
  for (const channel of policy.notificationChannels ?? [])
    if (!state.channels.find(channel))
      throw new GoogleError("NOT_FOUND", `The notification channel ${channel} does not exist.`);
  return {
    ...policy,
    name,
    conditions: (policy.conditions ?? []).map((condition) => ({
      ...condition,
      name: condition.name?.startsWith(`${name}/conditions/`)
        ? condition.name
        : `${name}/conditions/${generatedId()}`,
    })),
  };
}
