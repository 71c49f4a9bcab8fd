import { expect } from "vitest";
import { type IncidentFacts, incidentLogEntry, incidentPayload } from "../../../lib/semantics/index.ts";
import type { TieredCase } from "../../conformance/tiers.ts";

/** What a case of the corpus expects. */
export interface PayloadExpectation {
  readonly version?: string;
  readonly incidentKeys?: readonly string[];
  readonly incident?: Readonly<Record<string, unknown>>;
  readonly types?: Readonly<Record<string, string>>;
  readonly summaryPattern?: string;
  readonly absent?: readonly string[];
  readonly pubsubDataEqualsWebhook?: boolean;
  readonly logName?: string;
  readonly labels?: readonly string[];
}

const START = Date.UTC(2026, 0, 5, 10, 0, 0, 123);

/** The recorded incident of a threshold policy. */
const THRESHOLD: IncidentFacts = {
  policy: {
    name: "projects/P/alertPolicies/1",
    displayName: "policy",
    documentation: { content: "text", mimeType: "text/markdown" },
  },
  condition: {
    name: "projects/P/alertPolicies/1/conditions/2",
    displayName: "C",
    conditionThreshold: { filter: "f", comparison: "COMPARISON_GT", thresholdValue: 0.5 },
  },
  incidentId: "0.mtdi83m6w8ao",
  projectId: "my-project",
  projectNumber: 12345,
  resource: { type: "gce_instance", labels: { project_id: "my-project" } },
  metric: {
    type: "compute.googleapis.com/instance/cpu/utilization",
    displayName: "CPU utilization",
    labels: {},
  },
  value: 0.79,
  openedAt: START,
};

const { metric: _metric, value: _value, ...REST } = THRESHOLD;

/** The recorded incident of a policy on logs. */
const LOG_MATCH: IncidentFacts = {
  ...REST,
  condition: {
    displayName: "Log match condition",
    conditionMatchedLog: { filter: '"GET /version HTTP/1.1"' },
  },
  resource: {
    type: "k8s_container",
    labels: {
      pod_name: "p",
      cluster_name: "c",
      container_name: "frontend",
      location: "us-central1",
      namespace_name: "frontend",
      project_id: "my-project",
    },
  },
};

/** The corpus tells only what comes out; what went in is the incident that was recorded. */
export function assessPayload(one: TieredCase & { readonly expected?: PayloadExpectation }): void {
  const expected = one.expected!;
  const closed = expected.incident?.["state"] === "closed" ? { closedAt: START + 60_000 } : undefined;
  const labelled = one.name.includes("extracted labels") ? { extracted: { user: "ann" } } : undefined;
  const facts = { ...(one.name.startsWith("log match") ? LOG_MATCH : THRESHOLD), ...closed, ...labelled };

  const payload = incidentPayload(facts);

  if (expected.version) expect(payload.version).toBe(expected.version);
  if (expected.incidentKeys) expect(Object.keys(payload.incident).sort()).toEqual(expected.incidentKeys);
  if (expected.incident) expect(payload.incident).toMatchObject(expected.incident);
  for (const [member, type] of Object.entries(expected.types ?? {})) {
    expect(type).toBe("integer");
    expect(Number.isInteger(payload.incident[member])).toBe(true);
  }
  if (expected.summaryPattern)
    expect(payload.incident["summary"]).toMatch(new RegExp(expected.summaryPattern));
  for (const member of expected.absent ?? []) expect(payload.incident).not.toHaveProperty(member);
  if (expected.pubsubDataEqualsWebhook) {
    const data = Buffer.from(JSON.stringify(payload)).toString("base64");
    expect(JSON.parse(Buffer.from(data, "base64").toString())).toEqual(payload);
  }
  if (!expected.logName) return;
  const entry = incidentLogEntry(facts);
  expect(entry.logName).toBe(expected.logName);
  expect(Object.keys(entry.labels!).sort()).toEqual(expected.labels);
}
