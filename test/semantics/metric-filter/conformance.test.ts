import { readFileSync } from "node:fs";
import { expect } from "vitest";
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
import { runTiers } from "../../conformance/tiers.ts";

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

runTiers("datapoints of metric filters", cases, check);
runTiers("what PutMetricFilter accepts", validation, checkValidation);
