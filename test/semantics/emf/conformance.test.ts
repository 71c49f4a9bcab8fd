import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { EmfMetric } from "../../../lib/semantics/emf/emf-metric.ts";
import { extractEmf } from "../../../lib/semantics/emf/extract-emf.ts";
import { runTiers } from "../../conformance/tiers.ts";

interface Case {
  id: string;
  name: string;
  tier: number;
  message: string;
  expect: { metrics: EmfMetric[] };
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL("../../conformance/emf.json", import.meta.url), "utf8"),
).cases;

/** The order of metrics is not significant. */
function sorted(metrics: readonly EmfMetric[]): EmfMetric[] {
  const key = (metric: EmfMetric) =>
    JSON.stringify([metric.namespace, metric.metricName, Object.entries(metric.dimensions).sort()]);
  return metrics.toSorted((one, other) => key(one).localeCompare(key(other)));
}

function check(one: Case): void {
  expect(sorted(extractEmf(one.message))).toEqual(sorted(one.expect.metrics));
}

runTiers("metrics in log messages", cases, check);
