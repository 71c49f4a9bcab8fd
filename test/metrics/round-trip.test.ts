import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMetrics, UNITS } from "../../lib/metrics/index.ts";
import { extractEmf } from "../../lib/semantics/index.ts";

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ._/-]{0,20}$/);
const dimensionName = name.map((text) => `d ${text}`);
const value = fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e100, max: 1e100 });
const put = fc.record({
  name,
  values: fc.array(value, { minLength: 1, maxLength: 130 }),
  unit: fc.constantFrom(...UNITS),
  highResolution: fc.boolean(),
  dimensions: fc.dictionary(dimensionName, fc.stringMatching(/^[!-~]{1,20}$/), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
});

describe("metrics", () => {
  it("are read by CloudWatch's rules as they were put, for any names, values, units and dimensions", () => {
    fc.assert(
      fc.property(fc.array(put, { maxLength: 30 }), (puts) => {
        const lines: string[] = [];
        const invalid: unknown[] = [];
        const metrics = createMetrics({
          namespace: "Shop",
          now: () => 1_700_000_000_000,
          write: (line) => lines.push(line),
          onInvalid: (problem) => invalid.push(problem),
        });
        const expected = new Map<string, number[]>();
        for (const one of puts) {
          for (const single of one.values) metrics.put(one.name, single, one);
          const key = keyOf(one.name, one.unit, one.highResolution ? 1 : 60, one.dimensions);
          expected.set(key, [...(expected.get(key) ?? []), ...one.values]);
        }

        metrics.flush();

        const read = new Map<string, number[]>();
        for (const metric of lines.flatMap((line) => extractEmf(line))) {
          const key = keyOf(metric.metricName, metric.unit, metric.storageResolution, metric.dimensions);
          read.set(key, [...(read.get(key) ?? []), ...metric.values]);
          expect(metric.namespace).toBe("Shop");
          expect(metric.timestamp).toBe(1_700_000_000_000);
        }
        expect(invalid).toEqual([]);
        expect(sorted(read)).toEqual(sorted(expected));
      }),
      { numRuns: 200 },
    );
  });
});

function keyOf(
  metric: string,
  unit: string | undefined,
  resolution: number | undefined,
  dimensions: object,
): string {
  return JSON.stringify([metric, unit, resolution, Object.entries(dimensions).sort()]);
}

/** -0 is written as 0 in JSON. */
function sorted(metrics: Map<string, number[]>): [string, number[]][] {
  const entries = [...metrics].map(([key, values]): [string, number[]] => [
    key,
    values.map((single) => (single === 0 ? 0 : single)).sort((a, b) => a - b),
  ]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
