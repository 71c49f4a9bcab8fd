import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRICS_INSIGHTS_MAX_METRICS, METRICS_INSIGHTS_MAX_SERIES } from "../../../lib/semantics/limits.ts";
import { parseMetricsInsightsQuery } from "../../../lib/semantics/metrics-insights/parse-metrics-insights-query.ts";
import { MetricsInsightsQueryError } from "../../../lib/semantics/metrics-insights/query-error.ts";
import { runMetricsInsightsQuery } from "../../../lib/semantics/metrics-insights/run-metrics-insights-query.ts";
import type { MetricsInsightsMetric } from "../../../lib/semantics/metrics-insights/types.ts";
import { StatisticSet } from "../../../lib/semantics/statistics/statistic-set.ts";

const STARTS = [0, 60_000, 120_000];

/** A metric with the observations of each minute. */
const metric = (
  dimensions: Record<string, string>,
  ...minutes: (readonly number[])[]
): MetricsInsightsMetric => ({
  namespace: "Shop",
  metricName: "Latency",
  dimensions,
  read: () =>
    new Map(
      minutes.flatMap((values, index) =>
        values.length > 0 ? [[STARTS[index]!, StatisticSet.of(values)] as const] : [],
      ),
    ),
});

const run = (query: string, metrics: readonly MetricsInsightsMetric[]) =>
  runMetricsInsightsQuery(parseMetricsInsightsQuery(query), metrics, {
    starts: STARTS,
    accountId: "123456789012",
  });

const FLEET = [
  metric({ Route: "/pay", Method: "POST" }, [10, 30], [50]),
  metric({ Route: "/pay", Method: "GET" }, [2], [], [100]),
  metric({ Route: "/cart", Method: "GET" }, [4], [4], [4]),
  metric({ Method: "PUT" }, [1000]),
  metric({}, [7]),
];

describe("reading", () => {
  test("all clauses, in any case, with names in quotation marks", () => {
    const query = parseMetricsInsightsQuery(
      `select Max("My \\"metric\\"") from SCHEMA("AWS/ELB", LoadBalancer, "Zone.Name")
       where LoadBalancer = 'it\\'s' AND "Zone.Name" != 'b' and tag."aws:stack" = 'x' and AWS.AccountId = CURRENT_ACCOUNT_ID()
       group by LoadBalancer, tag.team, AWS.AccountId order by sum() desc limit 5;`,
    );

    expect(query).toEqual({
      function: "MAX",
      metricName: 'My "metric"',
      namespace: "AWS/ELB",
      schema: ["LoadBalancer", "Zone.Name"],
      where: [
        { label: { kind: "dimension", name: "LoadBalancer" }, isEqual: true, value: "it's" },
        { label: { kind: "dimension", name: "Zone.Name" }, isEqual: false, value: "b" },
        { label: { kind: "tag", name: "aws:stack" }, isEqual: true, value: "x" },
        { label: { kind: "account", name: "AWS.AccountId" }, isEqual: true, value: null },
      ],
      groupBy: [
        { kind: "dimension", name: "LoadBalancer" },
        { kind: "tag", name: "team" },
        { kind: "account", name: "AWS.AccountId" },
      ],
      orderBy: { function: "SUM", descending: true },
      limit: 5,
    });
  });

  // Of the pages cloudwatch-metrics-insights-querylanguage and -queryexamples.
  test.each([
    'SELECT AVG(CPUUtilization) FROM "AWS/EC2"',
    'SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/EC2")',
    `SELECT COUNT(CallCount) FROM SCHEMA("AWS/Usage", Class, Resource, Service, Type) WHERE Type = 'API' GROUP BY Service, Resource ORDER BY COUNT() DESC LIMIT 20`,
    'SELECT AVG(CpuUtilization) FROM "AWS/EC2" WHERE AWS.AccountId=444455556666',
    "SELECT MAX(mem_used_percent) FROM CWAgent GROUP BY InstanceId ORDER BY MAX()",
  ])("%s is a query", (query) => {
    expect(() => parseMetricsInsightsQuery(query)).not.toThrow();
  });

  test.each([
    ["SELECT", "Expected AVG, COUNT, MAX, MIN or SUM where the query ends"],
    ["SELECT p99(Latency) FROM Shop", "Expected AVG, COUNT, MAX, MIN or SUM where p99 stands"],
    ["SELECT AVG() FROM Shop", "Expected the name of a metric where ) stands"],
    ["SELECT AVG(LIMIT) FROM Shop", "LIMIT is a keyword"],
    ["SELECT AVG(Latency) FROM AWS/EC2", "double quotation marks"],
    ["SELECT AVG(Latency)", "Expected FROM where the query ends"],
    [
      "SELECT AVG(Latency) FROM Shop WHERE a = b",
      "Expected a value in single quotation marks where b stands",
    ],
    ['SELECT AVG(Latency) FROM Shop WHERE a = "b"', 'Expected a value in single quotation marks where "b"'],
    ["SELECT AVG(Latency) FROM Shop WHERE a = 5", "single quotation marks where 5 stands"],
    ["SELECT AVG(Latency) FROM Shop WHERE a > 'b'", "Expected = or !=, the operators of WHERE"],
    ["SELECT AVG(Latency) FROM Shop WHERE a = 'b' OR a = 'c'", "Expected the end, or WHERE, GROUP BY"],
    ["SELECT AVG(Latency) FROM Shop WHERE Zone.Name = 'b'", "Zone.Name is neither tag.KEY nor AWS.AccountId"],
    ["SELECT AVG(Latency) FROM Shop LIMIT 0", "LIMIT is between 1 and 500, not 0"],
    ["SELECT AVG(Latency) FROM Shop LIMIT 501", "LIMIT is between 1 and 500, not 501"],
    ["SELECT AVG(Latency) FROM Shop ORDER BY Latency", "Expected AVG, COUNT, MAX, MIN or SUM"],
    ["SELECT AVG(Latency) FROM Shop LIMIT 5 GROUP BY a", "in this order"],
    ["SELECT AVG(Latency) FROM 'Shop'", "Expected a namespace or SCHEMA(…) where 'Shop' stands"],
    ["SELECT AVG(Latency) FROM Shop WHERE a = 'b", "The ' has no closing one"],
  ])("%s is refused", (query, message) => {
    expect(() => parseMetricsInsightsQuery(query)).toThrow(MetricsInsightsQueryError);
    expect(() => parseMetricsInsightsQuery(query)).toThrow(message);
  });

  test("any text is read or refused with its place", () => {
    const words = fc.constantFrom(
      "SELECT",
      "AVG",
      "(",
      ")",
      "FROM",
      "a",
      '"b',
      "'c'",
      "WHERE",
      "=",
      ".",
      "tag",
      "LIMIT",
      "9",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(words, { maxLength: 20 }).map((all) => all.join(" ")),
        ),
        (query) => {
          try {
            parseMetricsInsightsQuery(query);
          } catch (error) {
            expect(error).toBeInstanceOf(MetricsInsightsQueryError);
            expect((error as MetricsInsightsQueryError).offset).toBeLessThanOrEqual(query.length);
          }
        },
      ),
    );
  });
});

describe("running", () => {
  test.each([
    ["AVG", [1053 / 6, 27, 52]],
    ["COUNT", [6, 2, 2]],
    ["MAX", [1000, 50, 100]],
    ["MIN", [2, 4, 4]],
    ["SUM", [1053, 54, 104]],
  ])("%s is of the observations of all metrics together", (name, values) => {
    const found = run(`SELECT ${name}(Latency) FROM Shop`, FLEET);

    const sum = 10 + 30 + 2 + 4 + 1000 + 7;
    expect(sum).toBe(1053);
    expect(found).toEqual({ isPartial: false, series: [{ label: "", attributes: {}, values }] });
  });

  test("SCHEMA takes metrics with these dimensions and no others", () => {
    const sum = (source: string) =>
      run(`SELECT SUM(Latency) FROM ${source}`, FLEET).series.map(({ values }) => values[0]);

    expect(sum("SCHEMA(Shop)")).toEqual([7]);
    expect(sum("SCHEMA(Shop, Method)")).toEqual([1000]);
    expect(sum("SCHEMA(Shop, Method, Route)")).toEqual([46]);
    expect(sum("SCHEMA(Shop, Route)")).toEqual([]);
    expect(sum('SCHEMA("shop")')).toEqual([]);
  });

  test("!= holds of metrics that lack the label", () => {
    const found = run("SELECT SUM(Latency) FROM Shop WHERE Route != '/pay' AND Method != 'PUT'", FLEET);

    expect(found.series[0]?.values[0]).toBe(4 + 7);
  });

  test("groups are ordered by name, those without the label are Other, and empty ones are left out", () => {
    const found = run("SELECT MAX(Latency) FROM Shop GROUP BY Route, Method", [
      ...FLEET,
      metric({ Route: "/idle", Method: "GET" }),
    ]);

    expect(found.series.map(({ label }) => label)).toEqual([
      "/cart GET",
      "/pay GET",
      "/pay POST",
      "Other Other",
      "Other PUT",
    ]);
    expect(found.series[1]).toEqual({
      label: "/pay GET",
      attributes: { Route: "/pay", Method: "GET" },
      values: [2, null, 100],
    });
  });

  test("ORDER BY looks at the datapoints of each series, COUNT at the observations; LIMIT takes the first", () => {
    const routes = (order: string) =>
      run(`SELECT SUM(Latency) FROM SCHEMA(Shop, Route, Method) GROUP BY Route ${order}`, FLEET).series.map(
        ({ label }) => label,
      );

    expect(routes("ORDER BY MAX() DESC")).toEqual(["/pay", "/cart"]);
    expect(routes("ORDER BY MAX()")).toEqual(["/cart", "/pay"]);
    expect(routes("ORDER BY COUNT() DESC LIMIT 1")).toEqual(["/pay"]);
    expect(routes("ORDER BY MIN() ASC")).toEqual(["/cart", "/pay"]);
  });

  test("no more than 500 series and 10,000 metrics, and says so", () => {
    const fleet = (size: number) =>
      Array.from({ length: size }, (_, index) => metric({ Id: String(index) }, [index]));

    const series = run("SELECT MAX(Latency) FROM Shop GROUP BY Id ORDER BY MAX() DESC", fleet(501));
    const metrics = run("SELECT COUNT(Latency) FROM Shop", fleet(METRICS_INSIGHTS_MAX_METRICS + 1));

    expect(series.series).toHaveLength(METRICS_INSIGHTS_MAX_SERIES);
    expect(series.series[0]?.label).toBe("500");
    expect(series.series.at(-1)?.label).toBe("1");
    expect(series.isPartial).toBe(true);
    expect(metrics.series[0]?.values[0]).toBe(METRICS_INSIGHTS_MAX_METRICS);
    expect(metrics.isPartial).toBe(true);
    expect(run("SELECT COUNT(Latency) FROM Shop", fleet(500)).isPartial).toBe(false);
  });

  test("groups partition what the query without them sums", () => {
    const names = fc.record(
      { a: fc.constantFrom("x", "y"), b: fc.constantFrom("p", "q", "r") },
      { requiredKeys: [] },
    );
    const observed = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 4 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(names, observed), { maxLength: 8 }), (described) => {
        const metrics = described.map(([dimensions, minutes]) =>
          metric(dimensions as Record<string, string>, ...minutes),
        );
        const whole = run("SELECT SUM(Latency) FROM Shop", metrics).series[0]?.values ?? [null, null, null];
        const parts = run("SELECT SUM(Latency) FROM Shop GROUP BY a, b", metrics).series;
        for (const [index, value] of whole.entries()) {
          const inParts = parts.flatMap(({ values }) => values[index] ?? []);
          expect(inParts.length === 0 ? null : inParts.reduce((sum, one) => sum + one, 0)).toBe(value);
        }
      }),
    );
  });
});
