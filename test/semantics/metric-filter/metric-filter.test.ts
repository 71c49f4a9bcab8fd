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
    [{ metricValue: "one" }, "neither a number nor a field"],
    [{ dimensions: { a: "$.a", b: "$.b" }, defaultValue: 0 }, "mutually exclusive"],
    [{ dimensions: { a: "literal" } }, "no field of the filter pattern"],
  ])("%j is refused", (change, words) => {
    const input = { ...filter("f", "{ $.a = * }"), metricTransformations: [{ ...count, ...change }] };

    expect(() => validateMetricFilter(input)).toThrow(words);
  });

  test("a malformed pattern is an InvalidParameterException", () => {
    expect(() => validateMetricFilter(filter("f", "{ $.a = "))).toThrow(
      expect.objectContaining({ name: "InvalidParameterException" }),
    );
  });
});
