import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bucketBounds,
  bucketOf,
  compileExtractor,
  compileLogMetric,
  countLogEntries,
  type Distribution,
  distributionOf,
  distributionPercentile,
  InvalidArgumentError,
  type LogMetric,
  mergeDistributions,
  validateLogMetric,
  validateLogMetricUpdate,
} from "../../../../lib/semantics/index.ts";

const DISTRIBUTION: LogMetric = {
  name: "latency",
  filter: "severity>=INFO",
  metricDescriptor: { metricKind: "DELTA", valueType: "DISTRIBUTION" },
  valueExtractor: "EXTRACT(jsonPayload.ms)",
  bucketOptions: { explicitBuckets: { bounds: [0, 10, 100] } },
};

function refusal(act: () => void): { message: string; field: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidArgumentError) return { message: error.message, field: error.field };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("extractors", () => {
  test.each([
    ["EXTRACT(httpRequest.status)", { httpRequest: { status: 404 } }, "404"],
    ["EXTRACT(httpRequest.status)", {}, undefined],
    ['EXTRACT(labels."a/b")', { labels: { "a/b": "x" } }, "x"],
    ["EXTRACT(jsonPayload.list.n)", { jsonPayload: { list: [{}, { n: 2 }, { n: 3 }] } }, "2"],
    ["EXTRACT(jsonPayload.object)", { jsonPayload: { object: { a: 1 } } }, undefined],
    [String.raw`REGEXP_EXTRACT(textPayload, "took (\d+)ms")`, { textPayload: "it took 12ms" }, "12"],
    [String.raw`REGEXP_EXTRACT(textPayload, "took (\\d+)ms")`, { textPayload: "it took 12ms" }, "12"],
    ['REGEXP_EXTRACT(textPayload, "(a)?b")', { textPayload: "b" }, undefined],
  ])("%s of %j", (text, entry, expected) => {
    expect(compileExtractor(text, "valueExtractor").extract(entry)).toBe(expected);
  });

  test.each([
    "jsonPayload.ms",
    "EXTRACT()",
    "EXTRACT(jsonPayload.a, jsonPayload.b)",
    "EXTRACT(thud)",
    'EXTRACT("text")',
    "REGEXP_EXTRACT(textPayload)",
    "REGEXP_EXTRACT(textPayload, x)",
    'REGEXP_EXTRACT(textPayload, "(?=x)(y)")',
    'EXTRACT(textPayload) AND severity="ERROR"',
    "EXTRACT(textPayload",
    "",
  ])("%s is refused with the member's name", (text) => {
    expect(refusal(() => compileExtractor(text, "valueExtractor"))).toMatchObject({
      field: "valueExtractor",
      message: expect.stringContaining("valueExtractor"),
    });
  });

  test("any text compiles or is refused", () => {
    const texts = fc.oneof(
      fc.string(),
      fc.string().map((inner) => `EXTRACT(${inner})`),
      fc.string().map((inner) => `REGEXP_EXTRACT(textPayload, "${inner}")`),
    );
    fc.assert(
      fc.property(texts, fc.string(), (text, textPayload) => {
        try {
          compileExtractor(text, "valueExtractor").extract({ textPayload });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
        }
      }),
    );
  });
});

describe("distributions", () => {
  const values = fc.array(fc.double({ min: -1e3, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
  const options = fc.constantFrom(
    { linearBuckets: { numFiniteBuckets: 5, width: 20, offset: -10 } },
    { exponentialBuckets: { numFiniteBuckets: 12, growthFactor: 3, scale: 0.5 } },
    { explicitBuckets: { bounds: [-5, 0, 1, 1000] } },
  );

  test("a value lies between the bounds of its bucket", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), options, (value, bucketOptions) => {
        const bounds = bucketBounds(bucketOptions);
        const bucket = bucketOf(value, bounds);
        expect(bucket === 0 || bounds[bucket - 1]! <= value).toBe(true);
        expect(bucket === bounds.length || value < bounds[bucket]!).toBe(true);
      }),
    );
  });

  test("parts merge to the distribution of all values", () => {
    fc.assert(
      fc.property(values, values, options, (first, second, bucketOptions) => {
        const merged = mergeDistributions([
          distributionOf(first, bucketOptions),
          distributionOf(second, bucketOptions),
        ]);
        const whole = distributionOf([...first, ...second], bucketOptions);
        expect(merged.bucketCounts).toEqual(whole.bucketCounts);
        expect(merged.count).toBe(whole.count);
        const scale = Math.max(1, Math.abs(whole.mean));
        expect(Math.abs(merged.mean - whole.mean) / scale).toBeLessThan(1e-9);
        expect(
          Math.abs(merged.sumOfSquaredDeviation - whole.sumOfSquaredDeviation) /
            Math.max(1, whole.sumOfSquaredDeviation),
        ).toBeLessThan(1e-6);
      }),
    );
  });

  test("a percentile lies evenly in its bucket", () => {
    const distribution = distributionOf([1, 2, 3, 4, 50], DISTRIBUTION.bucketOptions!);

    expect(distributionPercentile(distribution, 40)).toBe(5);
    expect(distributionPercentile(distribution, 80)).toBe(10);
    expect(distributionPercentile(distribution, 100)).toBe(100);
    expect(distributionPercentile(distributionOf([], DISTRIBUTION.bucketOptions!), 50)).toBeUndefined();
  });
});

describe("counting", () => {
  const at = (seconds: number, rest: object) => ({
    timestamp: new Date(Date.UTC(2026, 0, 5, 10) + seconds * 1000).toISOString(),
    severity: "INFO" as const,
    ...rest,
  });

  test("an entry that comes a day late or lies ten minutes ahead does not count", () => {
    const metric = compileLogMetric({ name: "m", filter: "severity>=INFO" });
    const entry = (receiveTimestamp: string) => ({ ...at(0, {}), receiveTimestamp });

    expect(metric.sample(entry("2026-01-06T10:00:00Z"))).toBeDefined();
    expect(metric.sample(entry("2026-01-06T10:00:01Z"))).toBeUndefined();
    expect(metric.sample(entry("2026-01-05T09:50:00Z"))).toBeDefined();
    expect(metric.sample(entry("2026-01-05T09:49:59Z"))).toBeUndefined();
  });

  test("a distribution without bucket options takes the default ones", () => {
    const { bucketOptions: _, ...metric } = DISTRIBUTION;

    const [series] = countLogEntries(metric, [at(0, { jsonPayload: { ms: "12.5" } })]);

    const { count, mean, bucketCounts } = series!.points[0]!.value as Distribution;
    expect([count, mean, bucketCounts.length]).toEqual([1, 12.5, 66]);
  });
});

describe("what is refused", () => {
  const valid: LogMetric = { name: "m", filter: "severity>=INFO" };
  test.each<[string, LogMetric, string]>([
    ["a gauge", { ...valid, metricDescriptor: { metricKind: "GAUGE" } }, "metricDescriptor.metricKind"],
    ["doubles", { ...valid, metricDescriptor: { valueType: "DOUBLE" } }, "metricDescriptor.valueType"],
    [
      "two kinds of buckets",
      {
        ...DISTRIBUTION,
        bucketOptions: { explicitBuckets: { bounds: [1] }, linearBuckets: { numFiniteBuckets: 1, width: 1 } },
      },
      "bucketOptions",
    ],
    [
      "growth of 1",
      {
        ...DISTRIBUTION,
        bucketOptions: { exponentialBuckets: { numFiniteBuckets: 1, growthFactor: 1, scale: 1 } },
      },
      "bucketOptions",
    ],
    [
      "an extractor without label",
      { ...valid, labelExtractors: { a: "EXTRACT(textPayload)" } },
      "labelExtractors",
    ],
    [
      "two labels of one key",
      {
        ...valid,
        metricDescriptor: { labels: [{ key: "a" }, { key: "a" }] },
        labelExtractors: { a: "EXTRACT(textPayload)" },
      },
      "metricDescriptor.labels",
    ],
    [
      "a label type",
      {
        ...valid,
        metricDescriptor: { labels: [{ key: "a", valueType: "DOUBLE" }] },
        labelExtractors: { a: "EXTRACT(textPayload)" },
      },
      "metricDescriptor.labels",
    ],
  ])("%s", (_, metric, field) => {
    expect(refusal(() => validateLogMetric(metric, "projects/p")).field).toBe(field);
  });

  test("an update may add a label, and neither take one away nor change its type", () => {
    const labelled = (labels: { key: string; valueType?: string }[]): LogMetric => ({
      ...valid,
      metricDescriptor: { labels },
    });
    const before = labelled([{ key: "a" }]);

    validateLogMetricUpdate(before, labelled([{ key: "a", valueType: "STRING" }, { key: "b" }]));
    for (const after of [valid, labelled([{ key: "a", valueType: "INT64" }])])
      expect(refusal(() => validateLogMetricUpdate(before, after)).field).toBe("metricDescriptor.labels");
    expect(refusal(() => validateLogMetricUpdate(valid, DISTRIBUTION)).field).toBe(
      "metricDescriptor.valueType",
    );
  });
});
