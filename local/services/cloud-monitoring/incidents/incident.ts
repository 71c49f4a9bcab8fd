import { createHash } from "node:crypto";
import type { AlertPolicy, IncidentFacts, MonitoredResource } from "cumulog/semantics";
import { projectOf } from "../configuration/kinds.ts";

/** An incident as the cloud keeps it. */
export interface Incident {
  readonly incidentId: string;
  /** Full name of the policy. */
  readonly policyName: string;
  /** The policy as it was when the incident opened. */
  readonly policy: AlertPolicy;
  /** Position of the condition in the policy. */
  readonly condition: number;
  /** Tells the incidents of a policy apart. */
  readonly key: string;
  readonly resource: MonitoredResource;
  readonly metric?: IncidentFacts["metric"];
  readonly extracted?: Readonly<Record<string, string>>;
  readonly value?: number | undefined;
  /** In ms since the epoch. */
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly summary: string;
}

/** What is told of an incident. */
export function factsOf(incident: Omit<Incident, "summary">): IncidentFacts {
  const { policyName, policy, condition, ...facts } = incident;
  const projectId = projectOf(policyName).slice("projects/".length);
  return {
    ...facts,
    policy,
    condition: policy.conditions![condition]!,
    projectId,
    projectNumber: projectNumberOf(projectId),
  };
}

/** A project's number: the same for the same id. */
function projectNumberOf(projectId: string): number {
  return Number.parseInt(createHash("sha256").update(projectId).digest("hex").slice(0, 10), 16);
}
