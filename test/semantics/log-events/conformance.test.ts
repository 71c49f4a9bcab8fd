import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { acceptLogEvents, type InputLogEvent } from "../../../lib/semantics/log-events/accept-log-events.ts";
import { validateLogGroupName, validateLogStreamName } from "../../../lib/semantics/log-events/names.ts";
import {
  INVALID_NEXT_TOKEN,
  validateDescribeMetricFilters,
  validateFilterLogEvents,
  validateGetLogEvents,
  validateSubscriptionFilter,
  validateTestMetricFilter,
} from "../../../lib/semantics/log-events/requests.ts";
import {
  InvalidParameterException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from "../../../lib/semantics/log-events/service-errors.ts";
import { validateMetricFilter } from "../../../lib/semantics/metric-filter/validate-metric-filter.ts";
import { runTiers } from "../../conformance/tiers.ts";

type Input = Record<string, unknown>;
interface Case {
  id: string;
  name: string;
  operation: string;
  tier: number;
  input: Input;
  expect: {
    outcome: "accepted" | "error";
    exception?: string;
    httpStatus?: number;
    message?: string;
    rejectedLogEventsInfo?: object;
    stored?: number[];
  };
}

const NOW = Date.UTC(2026, 0, 15, 12);
const cases: Case[] = JSON.parse(
  readFileSync(new URL("../../conformance/putlogevents.json", import.meta.url), "utf8"),
).cases;

type Repeat = { char: string; count: number };
const repeated = (value: unknown): string | undefined =>
  value === undefined ? undefined : (value as Repeat).char.repeat((value as Repeat).count);

function eventsOf(input: Input): InputLogEvent[][] {
  const make = (event: Input): InputLogEvent =>
    ({
      timestamp:
        event["timestamp"] ?? (event["offsetMs"] === undefined ? undefined : NOW + Number(event["offsetMs"])),
      message: event["message"] ?? repeated(event["messageRepeat"]),
    }) as InputLogEvent;
  if (input["repeatEvent"]) {
    const { count, messageBytes } = input["repeatEvent"] as { count: number; messageBytes: number };
    return [Array.from({ length: count }, () => ({ timestamp: NOW, message: "a".repeat(messageBytes) }))];
  }
  const batches = (input["batches"] ?? [input["events"]]) as Input[][];
  return batches.map((batch) => batch.map(make));
}

const transformation = { metricName: "m", metricNamespace: "ns", metricValue: "1" };

/** Each operation as the wire layer would call it; a missing resource stands for the store's own answer. */
const operations: Record<string, (input: Input, one: Case) => unknown> = {
  PutLogEvents: (input) => {
    if (input["group"] === "missing") throw new ResourceNotFoundException("log group");
    const batches = eventsOf(input);
    const results = batches.map((events) =>
      acceptLogEvents(events, { now: NOW, retentionDays: input["retentionInDays"] as number | undefined }),
    );
    return { events: batches.at(-1), result: results.at(-1) };
  },
  GetLogEvents: (input) => {
    if (input["group"] === "missing") throw new ResourceNotFoundException("log group");
    if (input["stream"] === "missing") throw new ResourceNotFoundException("log stream");
    if (input["nextToken"] === "invalid-token") throw new InvalidParameterException(INVALID_NEXT_TOKEN);
    validateGetLogEvents(input as object);
  },
  FilterLogEvents: (input) => {
    if (input["nextToken"] === "invalid-token") throw new InvalidParameterException(INVALID_NEXT_TOKEN);
    const count = input["logStreamNamesCount"] as number | undefined;
    const logStreamNames = count === undefined ? input["logStreamNames"] : Array(count).fill("s");
    validateFilterLogEvents({ ...input, logStreamNames } as object);
  },
  CreateLogGroup: (input) => {
    if (input["existing"]) throw new ResourceAlreadyExistsException("log group");
    validateLogGroupName((input["logGroupName"] ?? repeated(input["logGroupNameRepeat"])) as string);
  },
  CreateLogStream: (input) => {
    if (input["existing"]) throw new ResourceAlreadyExistsException("log stream");
    validateLogStreamName((input["logStreamName"] ?? repeated(input["logStreamNameRepeat"])) as string);
  },
  PutMetricFilter: (input) =>
    validateMetricFilter({
      filterName: (input["filterName"] as string) ?? repeated(input["filterNameRepeat"]) ?? "f",
      filterPattern: (input["filterPattern"] as string) ?? repeated(input["filterPatternRepeat"]) ?? "ERROR",
      metricTransformations: Array<typeof transformation>(
        Number(input["metricTransformationsCount"] ?? 1),
      ).fill(transformation),
    }),
  DescribeMetricFilters: (input) =>
    validateDescribeMetricFilters({
      metricName: repeated(input["metricNameRepeat"]),
      filterNamePrefix: repeated(input["filterNamePrefixRepeat"]),
    }),
  TestMetricFilter: (input) =>
    validateTestMetricFilter({
      filterPattern: "",
      logEventMessages: (input["messages"] as string[]) ?? Array(input["messageCount"]).fill("m"),
    }),
  PutSubscriptionFilter: (input) =>
    validateSubscriptionFilter(
      {
        filterName: "f",
        filterPattern: (input["filterPattern"] as string) ?? "",
        destinationArn:
          (input["destinationArn"] as string) ?? "arn:aws:lambda:us-east-1:123456789012:function:x",
      },
      Array.from({ length: Number(input["existingFilters"] ?? 0) }, (_, index) => `other-${index}`),
    ),
};

function check(one: Case): void {
  const run = operations[one.operation];
  if (!run) throw new Error(`no runner for ${one.operation}`);
  if (one.expect.outcome === "error") {
    let error: Error & { httpStatus?: number } = new Error("accepted");
    try {
      run(one.input, one);
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error.name).toBe(one.expect.exception);
    expect(error.httpStatus).toBe(one.expect.httpStatus);
    for (const part of one.expect.message?.split("…") ?? []) {
      if (part !== "") expect(error.message).toContain(part);
    }
    return;
  }
  const outcome = run(one.input, one) as
    | { events: InputLogEvent[]; result: ReturnType<typeof acceptLogEvents> }
    | undefined;
  if (one.operation !== "PutLogEvents" || !outcome) return;
  const stored = one.expect.stored ?? outcome.events.map((_, index) => index);
  expect(outcome.result.accepted).toEqual(stored.map((index) => outcome.events[index]));
  expect(outcome.result.rejectedLogEventsInfo).toEqual(one.expect.rejectedLogEventsInfo);
}

runTiers("what PutLogEvents and its neighbours accept", cases, check);
