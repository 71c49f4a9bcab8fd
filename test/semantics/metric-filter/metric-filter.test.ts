import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LimitExceededException } from "../../../lib/semantics/log-events/service-errors.ts";
import { metricFilter } from "../../../lib/semantics/metric-filter/metric-filter.ts";
import { validateMetricFilter } from "../../../lib/semantics/metric-filter/validate-metric-filter.ts";
import { MessageView } from "../../../lib/semantics/pattern/message-view.ts";

const count = { metricName: "m", metricNamespace: "ns", metricValue: "1" };

describe("a metric filter", () => {
  test("fed event by event gives what a list gives", () => {
    const event = fc.record({
      timestamp: fc.integer({ min: 0, max: 5 * 60_000 }),
      message: fc.constantFrom("Error", "fine"),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const options = { pattern: "Error", transformations: [{ ...count, defaultValue: 7 }] };
        const points = metricFilter(options).apply(events);
        const minutes = new Map<number, string[]>();
        for (const { timestamp, message } of events) {
          const minute = Math.floor(timestamp / 60_000);
          minutes.set(minute, [...(minutes.get(minute) ?? []), message]);
        }
        expect(new Map(points.map(({ minute, sum }) => [minute, sum]))).toEqual(
          new Map(
            [...minutes].map(([minute, all]) => [minute, all.filter((one) => one === "Error").length || 7]),
          ),
        );

        const filter = metricFilter(options);
        const samples = events.flatMap((one) => filter.offer(one, new MessageView(one.message)));
        for (const minute of filter.openMinutes) samples.push(...filter.closeMinute(minute));
        expect(samples).toHaveLength(points.reduce((sum, { sampleCount }) => sum + sampleCount, 0));
        expect(filter.openMinutes).toEqual([]);
      }),
    );
  });

  test("publishes only what is a number", () => {
    const filter = metricFilter({
      pattern: "{ $.v = * }",
      transformations: [{ ...count, metricValue: "$.v" }],
    });
    const values = [1.5, "2", "12ms", true, null, "", "1e2"];

    const points = filter.apply(values.map((v) => ({ timestamp: 0, message: JSON.stringify({ v }) })));

    expect(points.flatMap((point) => point.values)).toEqual([1.5, 2, 100]);
  });

  test("makes a datapoint for each dimension set and adds system fields", () => {
    const filter = metricFilter({
      pattern: "{ $.level = * }",
      transformations: [{ ...count, dimensions: { Level: "$.level" } }],
      emitSystemFieldDimensions: ["@aws.region"],
      systemFields: { "@aws.region": "eu-west-1", "@aws.account": "123456789012" },
    });

    const points = filter.apply(
      ["A", "B", "A"].map((level) => ({ timestamp: 0, message: JSON.stringify({ level }) })),
    );

    expect(points).toMatchObject([
      { dimensions: { Level: "A", "@aws.region": "eu-west-1" }, sampleCount: 2 },
      { dimensions: { Level: "B", "@aws.region": "eu-west-1" }, sampleCount: 1 },
    ]);
  });

  // Measured of the service on 2026-09-16: metric-filter-publishing-aws.json of floci, sections extraction, ordinaryDimensions
  // and systemDimensions.
  test("reports the default value of an event that matches without a value, and nothing of a text", () => {
    const options = {
      pattern: '{ $.probe = "value" || $.value = * }',
      transformations: [{ ...count, metricValue: "$.value", defaultValue: 7 }],
    };
    const samplesOf = (message: object) =>
      metricFilter(options)
        .offer({ timestamp: 0, message: JSON.stringify(message) })
        .map(({ value }) => value);

    expect(samplesOf({ probe: "value" })).toEqual([7]);
    expect(samplesOf({ probe: "value", value: null })).toEqual([7]);
    expect(samplesOf({ probe: "value", value: "not-a-number" })).toEqual([]);
    expect(samplesOf({ probe: "value", value: 3 })).toEqual([3]);
  });

  test("reports an event that lacks the field of one dimension without any", () => {
    const filter = metricFilter({
      pattern: '{ $.probe = "dimension" || $.a = * || $.b = * }',
      transformations: [{ ...count, dimensions: { A: "$.a", B: "$.b" } }],
    });
    const messages = [
      { probe: "dimension", a: "alpha", b: "beta" },
      { probe: "dimension", a: "alpha" },
      { probe: "dimension", b: "beta" },
      { probe: "dimension" },
    ];

    const points = filter.apply(
      messages.map((message) => ({ timestamp: 0, message: JSON.stringify(message) })),
    );

    expect(points).toMatchObject([
      { dimensions: { A: "alpha", B: "beta" }, sum: 1, sampleCount: 1 },
      { dimensions: {}, sum: 3, sampleCount: 3 },
    ]);
    expect(points).toHaveLength(2);
  });

  test("adds system fields to what matches and not to the default value", () => {
    const filter = metricFilter({
      pattern: "ERROR",
      transformations: [{ ...count, metricValue: "3", defaultValue: 7 }],
      emitSystemFieldDimensions: ["@aws.account", "@aws.region"],
      systemFields: { "@aws.region": "eu-west-1", "@aws.account": "123456789012" },
    });

    const points = filter.apply([
      { timestamp: 0, message: "ERROR" },
      { timestamp: 60_000, message: "INFO" },
    ]);

    expect(points).toMatchObject([
      { dimensions: { "@aws.account": "123456789012", "@aws.region": "eu-west-1" }, sum: 3 },
      { dimensions: {}, sum: 7, default: true },
    ]);
  });

  test("is disabled by a thousand different dimension values within an hour, not by as many in more time", () => {
    const options = { pattern: "{ $.id = * }", transformations: [{ ...count, dimensions: { id: "$.id" } }] };
    const events = (apart: number) =>
      Array.from({ length: 1100 }, (_, id) => ({ timestamp: id * apart, message: JSON.stringify({ id }) }));
    const fast = metricFilter(options);
    const slow = metricFilter(options);

    const fastPoints = fast.apply(events(1000));
    const slowPoints = slow.apply(events(10_000));

    expect(fast.disabled).toBe(true);
    expect(fastPoints).toHaveLength(999);
    expect(slow.disabled).toBe(false);
    expect(slowPoints).toHaveLength(1100);
  });
});

describe("validateMetricFilter", () => {
  const filter = (filterName: string, filterPattern: string) => ({
    filterName,
    filterPattern,
    metricTransformations: [count],
  });
  const filters = (length: number, pattern: string) =>
    Array.from({ length }, (_, index) => filter(`f${index}`, pattern));

  test("counts the filters of the group, those with a regular expression apart", () => {
    expect(() => validateMetricFilter(filter("new", "a"), filters(100, "b"))).toThrow(LimitExceededException);
    expect(() => validateMetricFilter(filter("f1", "a"), filters(100, "b"))).not.toThrow();
    expect(() => validateMetricFilter(filter("new", "%a%"), filters(5, "%b%"))).toThrow(
      LimitExceededException,
    );
    expect(() => validateMetricFilter(filter("new", "a"), filters(5, "%b%"))).not.toThrow();
  });

  test.each([
    [{ metricName: "a:b" }, "metricName"],
    [{ metricNamespace: "" }, "metricNamespace"],
    [{ unit: "Apples" }, "unit"],
    [{ metricValue: "one" }, "must be a valid number or a field"],
    [{ metricValue: "1e999" }, "must be a valid number"],
    [{ defaultValue: Number.NaN }, "must be a valid number"],
    [{ metricNamespace: "a*b" }, "metricNamespace"],
    [{ metricNamespace: "a$b" }, "metricNamespace"],
    [{ dimensions: { a: "$.a", b: "$.b" }, defaultValue: 0 }, "mutually exclusive"],
    [{ dimensions: { a: "literal" } }, "dimension value must be valid selector"],
  ])("%j is refused", (change, words) => {
    const input = { ...filter("f", "{ $.a = * }"), metricTransformations: [{ ...count, ...change }] };

    expect(() => validateMetricFilter(input)).toThrow(words);
  });

  test("a namespace may have a colon, as was validated against the service", () => {
    // localstack/localstack tests/aws/services/logs/test_logs_metric_filters.py, test_put_metric_filter_with_special_namespace
    const metricTransformations = [{ ...count, metricNamespace: "A.B-c_d/1#2:metricNamespace" }];

    expect(() => validateMetricFilter({ ...filter("f", "a"), metricTransformations })).not.toThrow();
  });

  test("no default value may be written as null", () => {
    const dimensions = { a: "$.a" };
    const metricTransformations = [{ ...count, dimensions, defaultValue: null }];

    expect(() =>
      validateMetricFilter({ ...filter("f", "{ $.a = * }"), metricTransformations }),
    ).not.toThrow();
  });

  test("a selection by system fields has at most 2,000 characters", () => {
    const ofLength = (length: number) => ({
      ...filter("f", "a"),
      fieldSelectionCriteria: "x".repeat(length),
    });

    expect(() => validateMetricFilter(ofLength(2000))).not.toThrow();
    expect(() => validateMetricFilter(ofLength(2001))).toThrow("fieldSelectionCriteria");
  });

  test("a malformed pattern is an InvalidParameterException", () => {
    expect(() => validateMetricFilter(filter("f", "{ $.a = "))).toThrow(
      expect.objectContaining({ name: "InvalidParameterException" }),
    );
  });
});
