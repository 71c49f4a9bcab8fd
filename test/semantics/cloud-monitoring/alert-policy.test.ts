import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AlertCondition,
  type AlertPolicy,
  aggregateSeries,
  alignPoints,
  compileAlertPolicy,
  compileLogMatch,
  compileSeriesFilter,
  distributionOf,
  expandDocumentation,
  expandSubject,
  InvalidArgumentError,
  type MonitoringSeries,
  NEW_ALERT_POLICY,
  NEW_LOG_MATCH,
  validateAlertPolicy,
} from "../../../lib/semantics/index.ts";

const MINUTE = 60_000;
const FILTER = 'metric.type="logging.googleapis.com/user/m" AND resource.type="global"';

function series(values: readonly (number | undefined)[], labels = {}, type = "m"): MonitoringSeries {
  return {
    metric: { type: `logging.googleapis.com/user/${type}`, labels },
    resource: { type: "global", labels: { project_id: "p" } },
    points: values.flatMap((value, index) =>
      value === undefined ? [] : [{ end: (index + 1) * MINUTE, value }],
    ),
  };
}

function threshold(rest: object = {}): AlertCondition {
  return {
    displayName: "c",
    conditionThreshold: {
      filter: FILTER,
      comparison: "COMPARISON_GT",
      thresholdValue: 5,
      duration: "0s",
      aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: "ALIGN_SUM" }],
      ...rest,
    },
  };
}

/** Minutes at whose ends incidents opened and closed. */
function run(policy: AlertPolicy, given: readonly MonitoringSeries[], minutes: number) {
  const compiled = compileAlertPolicy(policy);
  const changes: string[] = [];
  let state = NEW_ALERT_POLICY;
  for (let minute = 1; minute <= minutes; minute++) {
    const evaluation = compiled.evaluate(state, given, minute * MINUTE);
    for (const _ of evaluation.opened) changes.push(`open ${minute}`);
    for (const _ of evaluation.closed) changes.push(`close ${minute}`);
    state = JSON.parse(JSON.stringify(evaluation.state));
  }
  return changes;
}

describe("evaluation", () => {
  test("a ratio compares series with the same labels, and says nothing without a denominator", () => {
    const policy: AlertPolicy = {
      conditions: [
        threshold({
          thresholdValue: 0.02,
          denominatorFilter: 'metric.type="logging.googleapis.com/user/all" AND resource.type="global"',
          denominatorAggregations: [{ alignmentPeriod: "60s", perSeriesAligner: "ALIGN_SUM" }],
        }),
      ],
    };
    const given = [
      series([1, 3, 3], { route: "/a" }),
      series([100, 100, 200], { route: "/a" }, "all"),
      series([9, 9, 9], { route: "/b" }),
    ];

    expect(run(policy, given, 3)).toEqual(["open 2", "close 3"]);
  });

  test("one good measurement resets the duration", () => {
    const policy = { conditions: [threshold({ duration: "180s" })] };

    expect(run(policy, [series([9, 9, 0, 9, 9, 9, 0])], 7)).toEqual(["open 6", "close 7"]);
  });

  test("AND ignores resources, AND_WITH_MATCHING_RESOURCE does not", () => {
    const second = threshold({ filter: FILTER.replace("user/m", "user/n") });
    const other = { ...series([9], {}, "n"), resource: { type: "global", labels: { project_id: "q" } } };
    const conditions = [threshold(), second];

    expect(run({ combiner: "AND", conditions }, [series([9]), other], 1)).toEqual(["open 1"]);
    expect(run({ combiner: "AND_WITH_MATCHING_RESOURCE", conditions }, [series([9]), other], 1)).toEqual([]);
  });

  test("absence opens once the series has been silent, and closes with new data", () => {
    const conditionAbsent = {
      filter: FILTER,
      duration: "120s",
      aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: "ALIGN_COUNT" }],
    };

    expect(
      run({ conditions: [{ conditionAbsent }] }, [series([1, undefined, undefined, undefined, 1])], 6),
    ).toEqual(["open 3", "close 5"]);
  });

  test("a disabled policy opens nothing", () => {
    expect(run({ enabled: false, conditions: [threshold()] }, [series([9, 9])], 2)).toEqual([]);
  });

  test("the state is plain JSON and an incident opens once until it closes", () => {
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 10 }), { nil: undefined }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 3 }), (given, minutes) => {
        const policy = { conditions: [threshold({ duration: `${minutes * 60}s` })] };
        const changes = run(policy, [series(given)], given.length);
        expect(changes.map((change) => change.split(" ")[0])).toEqual(
          changes.map((_, index) => (index % 2 === 0 ? "open" : "close")),
        );
      }),
    );
  });
});

describe("aggregation", () => {
  const given = [series([1, 2, 3], { code: "a" }), series([10, 20, 30], { code: "b" })];
  const at = (aggregations: object[]) =>
    aggregateSeries(given, aggregations, 3 * MINUTE).map(({ metric, value }) => [metric.labels, value]);

  test("aggregations apply in their order", () => {
    const sum = { alignmentPeriod: "60s", perSeriesAligner: "ALIGN_SUM", crossSeriesReducer: "REDUCE_SUM" };

    expect(at([sum, { alignmentPeriod: "120s", perSeriesAligner: "ALIGN_MAX" }])).toEqual([[{}, 33]]);
    expect(at([sum, { alignmentPeriod: "180s", perSeriesAligner: "ALIGN_MEAN" }])).toEqual([[{}, 22]]);
  });

  test("labels that are grouped by stay", () => {
    expect(
      at([
        {
          alignmentPeriod: "180s",
          perSeriesAligner: "ALIGN_SUM",
          crossSeriesReducer: "REDUCE_MAX",
          groupByFields: ["metric.label.code"],
        },
      ]),
    ).toEqual([
      [{ code: "a" }, 6],
      [{ code: "b" }, 60],
    ]);
  });

  test("a percentile of distributions merges them first", () => {
    const buckets = { explicitBuckets: { bounds: [0, 10, 20] } };
    const points = [
      { end: MINUTE, value: distributionOf([1, 2, 3], buckets) },
      { end: 2 * MINUTE, value: distributionOf([15], buckets) },
    ];

    expect(alignPoints(points, "ALIGN_PERCENTILE_50", 2 * MINUTE, 2 * MINUTE)).toBeCloseTo(20 / 3);
    expect(alignPoints(points, "ALIGN_PERCENTILE_99", MINUTE, 2 * MINUTE)).toBeCloseTo(19.9);
  });

  test("percent change smooths over ten minutes", () => {
    const points = [...Array(10).fill(10), ...Array(10).fill(20)].map((value, index) => ({
      end: (index + 1) * MINUTE,
      value,
    }));

    expect(alignPoints(points, "ALIGN_PERCENT_CHANGE", 10 * MINUTE, 20 * MINUTE)).toBe(100);
  });
});

describe("filters of series", () => {
  const one = {
    metric: { type: "t", labels: { code: "E12", n: 5 } },
    resource: { type: "r", labels: { zone: "us-a" } },
  };
  test.each([
    ['metric.type="t" AND resource.type = "r"', true],
    ['metric.type="t" resource.labels.zone="us-b"', false],
    ['metric.label.code = starts_with("E") AND NOT resource.label.zone=ends_with("b")', true],
    ['metric.labels.code != one_of("E11", "E12")', false],
    ['resource.type="x" OR (metric.label.n > 4 AND metric.label.n <= 5)', true],
    ['metric.labels.missing = "x"', false],
    ['metric.labels.code : "1"', true],
  ])("%s", (text, matches) => {
    expect(compileSeriesFilter(text, "filter").matches(one)).toBe(matches);
  });

  test("any text compiles or is refused", () => {
    const words = fc.constantFrom(
      "metric.type",
      "=",
      '"x"',
      "AND",
      "NOT",
      "(",
      ")",
      "one_of",
      ",",
      "OR",
      "-",
      "!",
      "x",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((list) => list.join(" ")),
        ),
        (text) => {
          try {
            compileSeriesFilter(text, "filter").matches(one);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidArgumentError);
          }
        },
      ),
    );
  });
});

describe("log match", () => {
  const policy: AlertPolicy = {
    conditions: [
      {
        conditionMatchedLog: {
          filter: "severity>=ERROR",
          labelExtractors: { user: "EXTRACT(jsonPayload.user)" },
        },
      },
    ],
    alertStrategy: { notificationRateLimit: { period: "300s" }, autoClose: "1800s" },
  };
  const entry = (user: string, project = "p") => ({
    logName: `projects/${project}/logs/app`,
    severity: "ERROR" as const,
    jsonPayload: { user },
  });

  test("each combination of extracted values is a rule of its own", () => {
    const compiled = compileLogMatch(policy, "projects/p")!;
    const told: string[] = [];
    let state = NEW_LOG_MATCH;
    for (const [second, user] of [
      [0, "ann"],
      [1, "bob"],
      [2, "ann"],
      [301, "ann"],
      [302, "cid"],
    ] as const) {
      const evaluation = compiled.entry(state, entry(user), second * 1000);
      state = JSON.parse(JSON.stringify(evaluation.state));
      told.push(...evaluation.notified.map(({ extracted }) => `${second} ${extracted["user"]}`));
    }

    expect(told).toEqual(["0 ann", "1 bob", "301 ann", "302 cid"]);
    expect(state.incidents.map(({ extracted }) => extracted["user"])).toEqual(["bob", "ann", "cid"]);
    expect(compiled.expire(state, 1_801_000).closed.map(({ extracted }) => extracted["user"])).toEqual([
      "bob",
    ]);
  });

  test("entries of another project are not looked at", () => {
    expect(compileLogMatch(policy, "projects/p")!.entry(NEW_LOG_MATCH, entry("ann", "q"), 0).opened).toEqual(
      [],
    );
  });
});

describe("documentation", () => {
  test("a variable without a value becomes nothing, what is none stays", () => {
    const text = "${policy.display_name} ${metric.labels.code} ${nope.x} ${metric.label.gone}$";

    expect(
      expandDocumentation(text, { policy: { display_name: "P" }, metric: { labels: { code: 7 } } }),
    ).toBe("P 7 ${nope.x} $");
  });

  test("a subject is cut between characters", () => {
    expect(expandSubject("é".repeat(200), {})).toBe("é".repeat(127));
  });
});

describe("what is refused", () => {
  const policy = { displayName: "p", conditions: [threshold()] };
  test.each<[string, AlertPolicy, string]>([
    [
      "a reducer without aligner",
      {
        conditions: [
          threshold({ aggregations: [{ crossSeriesReducer: "REDUCE_SUM", alignmentPeriod: "60s" }] }),
        ],
      },
      "aggregations[0]",
    ],
    [
      "an unknown aligner",
      {
        conditions: [threshold({ aggregations: [{ perSeriesAligner: "ALIGN_X", alignmentPeriod: "60s" }] })],
      },
      "aggregations[0]",
    ],
    [
      "absence for a minute",
      { conditions: [{ conditionAbsent: { filter: FILTER, duration: "60s" } }] },
      "duration",
    ],
    [
      "log match without rate limit",
      { conditions: [{ conditionMatchedLog: { filter: "severity=ERROR" } }] },
      "notificationRateLimit",
    ],
    [
      "closing notifications alone",
      { ...policy, alertStrategy: { notificationPrompts: ["CLOSED"] } },
      "notificationPrompts",
    ],
    ["a severity", { ...policy, severity: "FATAL" }, "severity"],
    ["a trigger of none", { conditions: [threshold({ trigger: { count: 0 } })] }, "trigger"],
    ["a combiner", { ...policy, combiner: "XOR" }, "combiner"],
  ])("%s", (_, given, field) => {
    expect(() => validateAlertPolicy(given)).toThrow(field);
  });
});
