import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type InvalidParameterException,
  ResourceNotFoundException,
} from "../../../lib/semantics/log-events/service-errors.ts";
import { metricFilter } from "../../../lib/semantics/metric-filter/metric-filter.ts";
import type {
  MetricDatapoint,
  MetricFilterInput,
  MetricTransformation,
} from "../../../lib/semantics/metric-filter/types.ts";
import { validateMetricFilter } from "../../../lib/semantics/metric-filter/validate-metric-filter.ts";

interface Case {
  id: string;
  name: string;
  tier: number;
  filterPattern: string;
  transformation: MetricTransformation;
  events: { minute: number; message: string }[];
  datapoints: Partial<MetricDatapoint>[];
}
interface Validation {
  id: string;
  name: string;
  tier: number;
  input: MetricFilterInput;
  expect: { outcome: "accepted" | "error"; exception?: string; httpStatus?: number; message?: string };
}

const START_MINUTE = Date.UTC(2026, 0, 15, 12) / 60_000;
const { cases, validation }: { cases: Case[]; validation: Validation[] } = JSON.parse(
  readFileSync(new URL("../../conformance/metric-filters.json", import.meta.url), "utf8"),
);

function check(one: Case): void {
  const events = one.events.map(({ minute, message }) => ({
    timestamp: (START_MINUTE + minute) * 60_000,
    message,
  }));
  const filter = metricFilter({ pattern: one.filterPattern, transformations: [one.transformation] });

  const actual = filter.apply(events);

  const expected = one.datapoints.map((point) => ({ ...point, minute: point.minute! + START_MINUTE }));
  expect(actual).toHaveLength(expected.length);
  expect(actual.map(({ default: byDefault }) => byDefault)).toEqual(expected.map((point) => point.default));
  expect(actual).toMatchObject(expected);
}

function checkValidation({ input, expect: expected }: Validation): void {
  const run = () => {
    if (input.logGroupName === "absent") throw new ResourceNotFoundException("log group");
    validateMetricFilter(input);
  };
  if (expected.outcome === "accepted") {
    expect(run).not.toThrow();
    return;
  }
  let error = new Error("accepted") as InvalidParameterException;
  try {
    run();
  } catch (thrown) {
    error = thrown as InvalidParameterException;
  }
  expect(error.name).toBe(expected.exception);
  expect(error.httpStatus).toBe(expected.httpStatus);
  if (expected.message) expect(error.message).toBe(expected.message);
}

function figure<One extends { id: string; tier: number }>(
  what: string,
  all: One[],
  checkOne: (one: One) => void,
): void {
  for (const tier of [2, 3]) {
    test(`tier ${tier} figure of ${what}`, () => {
      const ofTier = all.filter((one) => one.tier === tier);
      const failures = ofTier.filter((one) => {
        try {
          checkOne(one);
          return false;
        } catch {
          return true;
        }
      });
      const ids = failures.map(({ id }) => id);
      console.log(`${what} tier ${tier}: ${ofTier.length - failures.length}/${ofTier.length}`, ...ids);
    });
  }
}

describe("datapoints of metric filters", () => {
  for (const one of cases.filter(({ tier }) => tier === 1)) test(`${one.id} ${one.name}`, () => check(one));
  figure("metric-filters", cases, check);
});

describe("what PutMetricFilter accepts", () => {
  for (const one of validation.filter(({ tier }) => tier === 1)) {
    test(`${one.id} ${one.name}`, () => checkValidation(one));
  }
  figure("metric-filter validation", validation, checkValidation);
});
