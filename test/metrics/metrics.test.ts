import { describe, expect, it } from "vitest";
import { createMetrics, type InvalidMetric, InvalidMetricsOptionError } from "../../lib/metrics/index.ts";

function collector(options: Partial<Parameters<typeof createMetrics>[0]> = {}) {
  const lines: string[] = [];
  const invalid: InvalidMetric[] = [];
  const metrics = createMetrics({
    namespace: "Shop",
    write: (line) => lines.push(line),
    now: () => 1_700_000_000_000,
    onInvalid: (problem) => invalid.push(problem),
    ...options,
  });
  return { metrics, invalid, lines, documents: () => lines.map((line) => JSON.parse(line)) };
}

describe("createMetrics", () => {
  it("writes one document for the metrics of one set of dimensions", () => {
    const { metrics, documents } = collector({ service: "checkout" });

    metrics.count("Orders");
    metrics.count("Orders", 2);
    metrics.gauge("QueueLength", 7);
    metrics.time("Latency", 12.5);
    const lines = metrics.flush();

    expect(lines).toBe(1);
    expect(documents()).toEqual([
      {
        _aws: {
          Timestamp: 1_700_000_000_000,
          CloudWatchMetrics: [
            {
              Namespace: "Shop",
              Dimensions: [["service"]],
              Metrics: [
                { Name: "Orders", Unit: "Count" },
                { Name: "QueueLength", Unit: "None" },
                { Name: "Latency", Unit: "Milliseconds" },
              ],
            },
          ],
        },
        service: "checkout",
        Orders: [1, 2],
        QueueLength: 7,
        Latency: 12.5,
      },
    ]);
  });

  it("writes nothing when nothing was put, and nothing twice", () => {
    const { metrics, lines } = collector();

    expect(metrics.flush()).toBe(0);
    metrics.count("Orders");
    metrics.flush();
    metrics.flush();

    expect(lines).toHaveLength(1);
  });

  it("names an empty set of dimensions when there are none", () => {
    const { metrics, documents } = collector();

    metrics.count("Orders");
    metrics.flush();

    expect(documents()[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([[]]);
  });

  it("keeps values of other dimensions in documents of their own", () => {
    const { metrics, documents } = collector({ service: "checkout" });

    metrics.count("Orders");
    metrics.withDimensions({ region: "eu", shard: 3, trial: false }).count("Orders");
    metrics.count("Orders", 1, { dimensions: { region: "us" } });
    metrics.flush();

    expect(documents().map(({ _aws, ...members }) => members)).toEqual([
      { service: "checkout", Orders: 1 },
      { service: "checkout", region: "eu", shard: "3", trial: "false", Orders: 1 },
      { service: "checkout", region: "us", Orders: 1 },
    ]);
  });

  it("publishes under the rollups whose dimensions a metric has", () => {
    const { metrics, documents } = collector({ service: "checkout", rollups: [[], ["service"], ["absent"]] });

    metrics.withDimensions({ region: "eu" }).count("Orders");
    metrics.flush();

    expect(documents()[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([
      ["service", "region"],
      [],
      ["service"],
    ]);
  });

  it("separates units, and high resolution from standard", () => {
    const { metrics, documents } = collector();

    metrics.put("Size", 1, { unit: "Bytes" });
    metrics.put("Size", 2, { unit: "Kilobytes" });
    metrics.put("Depth", 3, { highResolution: true });
    metrics.flush();

    const directives = documents().flatMap((document) => document._aws.CloudWatchMetrics[0].Metrics);
    expect(directives).toEqual([
      { Name: "Size", Unit: "Bytes" },
      { Name: "Size", Unit: "Kilobytes" },
      { Name: "Depth", Unit: "None", StorageResolution: 1 },
    ]);
    expect(documents()).toHaveLength(3);
  });

  it("keeps the minute in which a value was put, and the second at high resolution", () => {
    let now = 60_000;
    const { metrics, documents } = collector({ now: () => now });

    metrics.count("Orders");
    metrics.put("Depth", 1, { highResolution: true });
    now = 61_500;
    metrics.count("Orders");
    metrics.put("Depth", 2, { highResolution: true });
    now = 125_000;
    metrics.count("Orders");
    metrics.flush();

    expect(
      documents().map((document) => [document._aws.Timestamp, document.Orders ?? document.Depth]),
    ).toEqual([
      [60_000, [1, 1]],
      [60_000, 1],
      [61_500, 2],
      [125_000, 1],
    ]);
  });

  it("publishes a value at the time that it was given", () => {
    const { metrics, documents } = collector();

    metrics.count("Orders", 1, { timestamp: 1_699_999_000_123.7 });
    metrics.flush();

    expect(documents()[0]._aws.Timestamp).toBe(1_699_999_000_123);
  });

  it("measures functions, promises and failures alike", async () => {
    const { metrics, documents } = collector();

    expect(metrics.time("Sync", () => 1)).toBe(1);
    await expect(metrics.time("Async", async () => 2)).resolves.toBe(2);
    expect(() =>
      metrics.time("Failing", () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    await expect(metrics.time("Rejecting", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    metrics.flush();

    const [document] = documents();
    for (const name of ["Sync", "Async", "Failing", "Rejecting"])
      expect(document[name]).toBeGreaterThanOrEqual(0);
  });

  it("splits at 100 metrics and at 100 values", () => {
    const { metrics, documents } = collector();

    for (let index = 0; index < 250; index += 1) metrics.count(`Metric${index}`);
    for (let index = 0; index < 250; index += 1) metrics.gauge("Many", index);
    metrics.flush();

    const sizes = documents().map((document) => document._aws.CloudWatchMetrics[0].Metrics.length);
    expect(Math.max(...sizes)).toBe(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(253);
    expect(documents().flatMap((document) => document.Many ?? [])).toEqual(
      Array.from({ length: 250 }, (_, i) => i),
    );
    expect(documents()).toHaveLength(5);
  });

  it("keeps each line within one log event of Lambda", () => {
    const { metrics, lines } = collector();

    for (let index = 0; index < 90; index += 1) {
      for (let value = 0; value < 100; value += 1)
        metrics.gauge(`${"n".repeat(900)}${index}`, -Math.PI * 1e-200);
    }
    metrics.flush();

    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(262_144);
  });

  it("bounds its memory by writing early", () => {
    const { metrics, lines } = collector();

    for (let index = 0; index < 25_000; index += 1) metrics.count("Orders");

    expect(lines).toHaveLength(200);
  });

  it("adds properties until the next flush, unless they would replace a metric or dimension", () => {
    const { metrics, documents } = collector({ service: "checkout" });
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;

    metrics.addProperty("requestId", "r-1");
    metrics.addProperty("service", "other");
    metrics.addProperty("Orders", "text");
    metrics.addProperty("cycle", cycle);
    metrics.count("Orders");
    metrics.flush();
    metrics.count("Orders");
    metrics.flush();

    const [first, second] = documents();
    expect(first).toMatchObject({
      requestId: "r-1",
      service: "checkout",
      Orders: 1,
      cycle: "[object Object]",
    });
    expect(second).not.toHaveProperty("requestId");
  });

  it.each([
    ["", 1, "blank"],
    ["x".repeat(1025), 1, "longer"],
    ["a\nb", 1, "control"],
    ["_aws", 1, "metadata"],
    ["Orders", Number.NaN, "finite"],
    ["Orders", Number.POSITIVE_INFINITY, "finite"],
    ["Orders", 2 ** 361, "2^360"],
    ["service", 1, "same name"],
  ])("reports %j = %d instead of writing it", (name, value, reason) => {
    const { metrics, invalid, lines } = collector({ service: "checkout" });

    metrics.count(name, value);
    metrics.flush();

    expect(lines).toEqual([]);
    expect(invalid).toEqual([{ metric: name, reason: expect.stringContaining(reason) }]);
  });

  it("refuses a unit that CloudWatch does not know", () => {
    const { metrics, invalid } = collector();

    metrics.put("Orders", 1, { unit: "Pieces" as never });

    expect(invalid[0]!.reason).toContain("Pieces");
  });

  it("leaves out a dimension that would make CloudWatch drop all of them, and says so", () => {
    const { metrics, invalid, documents } = collector();

    metrics
      .withDimensions({ empty: " ", missing: undefined as never, ":colon": "x", wide: "ü", good: "yes" })
      .count("Orders");
    metrics.flush();

    expect(documents()[0]._aws.CloudWatchMetrics[0].Dimensions).toEqual([["good"]]);
    expect(invalid.map((problem) => problem.dimension)).toEqual(["empty", "missing", ":colon", "wide"]);
  });

  it("holds 30 dimensions and reports the 31st", () => {
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`d${index}`, "v"]));
    const { metrics, invalid, documents } = collector();

    metrics.withDimensions(many).count("Orders");
    metrics.flush();

    expect(documents()[0]._aws.CloudWatchMetrics[0].Dimensions[0]).toHaveLength(30);
    expect(invalid.map((problem) => problem.dimension)).toEqual(["d30"]);
  });

  it.each([
    [{ namespace: "" }],
    [{ namespace: "  " }],
    [{ namespace: "AWS/Lambda" }],
    [{ namespace: "x".repeat(257) }],
    [{ namespace: "a*b" }],
    [{ namespace: "Shop", service: "" }],
    [{ namespace: "Shop", dimensions: { region: "" } }],
  ])("throws for options that could never publish: %j", (options) => {
    expect(() => createMetrics(options)).toThrow(InvalidMetricsOptionError);
  });
});
