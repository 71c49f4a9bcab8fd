import type { Cloud } from "../kernel/cloud.ts";
import { openCloudLogging } from "../services/cloud-logging/state.ts";
import { openCloudMonitoring } from "../services/cloud-monitoring/state.ts";
import type { ControlAnswers } from "./answers.ts";

/** What sinks sent to services that the local cloud does not have. */
export function sinkExports(cloud: Cloud): ControlAnswers["GET google/sinks"] {
  return { exports: cloud.state(openCloudLogging).exports.list() };
}

/** Incidents of alert policies, the newest first. */
export function incidentsOf(cloud: Cloud): ControlAnswers["GET google/incidents"] {
  const incidents = cloud.state(openCloudMonitoring).incidents.list();
  return {
    incidents: incidents.map(
      ({ incidentId, policyName, policy, condition, summary, openedAt, closedAt }) => ({
        incidentId,
        policy: policyName,
        policyName: policy.displayName ?? "",
        conditionName: policy.conditions?.[condition]?.displayName ?? "",
        severity: policy.severity ?? "",
        summary,
        openedAt,
        ...(closedAt !== undefined && { closedAt }),
      }),
    ),
  };
}
