import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { EmfMetric } from "../../../lib/semantics/emf/emf-metric.ts";
import { extractEmf } from "../../../lib/semantics/emf/extract-emf.ts";

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

describe("metrics in log messages", () => {
  for (const one of cases.filter(({ tier }) => tier === 1)) {
    test(`${one.id} ${one.name}`, () => check(one));
  }

  for (const tier of [2, 3]) {
    test(`tier ${tier} figure`, () => {
      const failures = cases.filter((one) => {
        if (one.tier !== tier) return false;
        try {
          check(one);
          return false;
        } catch {
          return true;
        }
      });
      const total = cases.filter((one) => one.tier === tier).length;
      console.log(`emf tier ${tier}: ${total - failures.length}/${total}`, ...failures.map(({ id }) => id));
    });
  }
});
