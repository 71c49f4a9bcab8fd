import type { LogEntry, MonitoredResource } from "../../cloud-logging/log-entry.ts";
import { resourceTypeName } from "../resource-type-name.ts";
import { expandDocumentation, expandSubject } from "./expand-documentation.ts";
import type { AlertCondition, AlertPolicy } from "./types.ts";

/** What is told of an incident. */
export interface IncidentFacts {
  readonly policy: AlertPolicy;
  readonly condition: AlertCondition;
  readonly incidentId: string;
  readonly projectId: string;
  readonly projectNumber: number;
  readonly resource: MonitoredResource;
  /** Absent for conditions on logs. */
  readonly metric?:
    | undefined
    | {
        readonly type: string;
        readonly displayName: string;
        readonly labels: Readonly<Record<string, string | number | boolean>>;
      };
  /** What a condition on logs extracted. @default nothing */
  readonly extracted?: Readonly<Record<string, string>> | undefined;
  /** What was compared. */
  readonly value?: number | undefined;
  /** In ms since the epoch. */
  readonly openedAt: number;
  /** Undefined while it is open. */
  readonly closedAt?: number | undefined;
}

/** What webhooks and topics are sent. */
export interface IncidentPayload {
  readonly version: "1.2";
  readonly incident: Readonly<Record<string, unknown>>;
}

/**
 * The message of an incident, as webhooks get it and Pub/Sub carries it.
 *
 * @see https://cloud.google.com/monitoring/support/notification-options#webhooks
 */
export function incidentPayload(facts: IncidentFacts): IncidentPayload {
  const { policy, condition, incidentId, projectId, projectNumber, resource, metric, closedAt } = facts;
  const threshold = condition.conditionThreshold;
  const documentation = documentationOf(facts);
  return {
    version: "1.2",
    incident: {
      incident_id: incidentId,
      scoping_project_id: projectId,
      scoping_project_number: projectNumber,
      url: `https://console.cloud.google.com/monitoring/alerting/incidents/${incidentId}?project=${projectId}`,
      started_at: Math.floor(facts.openedAt / 1000),
      ended_at: closedAt === undefined ? null : Math.floor(closedAt / 1000),
      state: closedAt === undefined ? "open" : "closed",
      summary: incidentSummary(facts),
      ...(threshold
        ? { observed_value: decimals(facts.value), threshold_value: String(threshold.thresholdValue ?? 0) }
        : undefined),
      resource_id: "",
      resource_name: resourceName(facts),
      resource_type_display_name: resourceTypeName(resource.type),
      resource: { type: resource.type, labels: resource.labels ?? {} },
      metric: {
        type: metric?.type ?? "",
        displayName: metric?.displayName ?? "",
        labels: metric?.labels ?? {},
      },
      metadata: { system_labels: {}, user_labels: {} },
      policy_name: policy.displayName ?? "",
      ...(policy.userLabels && Object.keys(policy.userLabels).length > 0
        ? { policy_user_labels: policy.userLabels }
        : undefined),
      ...(policy.severity && policy.severity !== "SEVERITY_UNSPECIFIED"
        ? {
            severity:
              policy.severity === "CRITICAL" ? "Critical" : policy.severity === "ERROR" ? "Error" : "Warning",
          }
        : undefined),
      condition_name: condition.displayName ?? "",
      condition: conditionOf(facts),
      ...(documentation ? { documentation } : undefined),
    },
  };
}

/** One sentence of what happened. */
export function incidentSummary(facts: IncidentFacts): string {
  const { condition, resource, metric, value } = facts;
  const { conditionThreshold, conditionAbsent } = condition;
  if (conditionThreshold) {
    const side = conditionThreshold.comparison === "COMPARISON_LT" ? "below" : "above";
    const limit = decimals(conditionThreshold.thresholdValue ?? 0);
    return `${metric?.displayName} for ${resourceName(facts)} is ${side} the threshold of ${limit} with a value of ${decimals(value)}.`;
  }
  if (conditionAbsent)
    return `${metric?.displayName} for ${resourceName(facts)} has had no data for ${conditionAbsent.duration}.`;
  const extracted = facts.extracted ?? {};
  const labels = Object.keys(extracted).length > 0 ? ` with labels ${labelText(extracted)}` : "";
  return `Log match condition${labels} fired for ${resourceTypeName(resource.type)} with ${labelText(resource.labels ?? {})}.`;
}

/**
 * The entry that says in the project's log that an incident opened.
 *
 * @see https://cloud.google.com/monitoring/alerts/incidents-events
 */
export function incidentLogEntry(facts: IncidentFacts): LogEntry {
  const { policy, projectId, resource, openedAt, condition } = facts;
  const time = new Date(openedAt).toISOString();
  return {
    logName: `projects/${projectId}/logs/monitoring.googleapis.com%2FViolationOpenEventv1`,
    resource,
    timestamp: time,
    labels: {
      policy_id: policy.name?.split("/").at(-1) ?? "",
      policy_display_name: policy.displayName ?? "",
      terse_message: `${condition.displayName ?? ""} (${policy.displayName ?? ""})`,
      verbose_message: incidentSummary(facts),
    },
  };
}

function conditionOf({ condition, projectId }: IncidentFacts): object {
  const { conditionThreshold, conditionMatchedLog, ...rest } = condition;
  if (conditionThreshold)
    return { conditionThreshold: { duration: "0s", trigger: { count: 1 }, ...conditionThreshold }, ...rest };
  return conditionMatchedLog
    ? {
        conditionMatchedLog: { ...conditionMatchedLog, resourceContainers: [`projects/${projectId}`] },
        ...rest,
      }
    : condition;
}

function documentationOf({ policy, condition, resource, metric, projectId, extracted }: IncidentFacts) {
  const { content, mimeType, subject, links = [] } = policy.documentation ?? {};
  if (!content && !subject && links.length === 0) return undefined;
  const context = {
    policy: {
      name: policy.name ?? "",
      display_name: policy.displayName ?? "",
      user_labels: policy.userLabels ?? {},
    },
    condition: { name: condition.name ?? "", display_name: condition.displayName ?? "" },
    metric: {
      type: metric?.type ?? "",
      display_name: metric?.displayName ?? "",
      labels: metric?.labels ?? {},
    },
    resource: { type: resource.type, labels: resource.labels ?? {}, project: projectId },
    project: projectId,
    extracted: extracted ?? {},
  };
  return {
    content: expandDocumentation(content ?? "", context),
    mime_type: mimeType || "text/markdown",
    ...(subject ? { subject: expandSubject(subject, context) } : undefined),
    ...(links.length > 0
      ? {
          links: links.map(({ displayName, url = "" }) => ({
            displayName,
            url: expandDocumentation(url, context),
          })),
        }
      : undefined),
  };
}

function resourceName({ projectId, resource }: IncidentFacts): string {
  return `${projectId} ${resourceTypeName(resource.type)} labels ${labelText(resource.labels ?? {})}`;
}

function labelText(labels: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${key}=${value}`).join(", ")}}`;
}

function decimals(value: number | undefined): string {
  return value === undefined ? "" : value.toFixed(3);
}
