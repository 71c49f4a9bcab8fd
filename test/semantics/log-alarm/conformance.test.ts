import { expect } from "vitest";
import type { AlarmState } from "../../../lib/semantics/alarm/types.ts";
import { aggregateRows, type ResultCells } from "../../../lib/semantics/log-alarm/aggregate-rows.ts";
import { parseAggregationExpression } from "../../../lib/semantics/log-alarm/aggregation-expression.ts";
import { evaluateLogAlarm } from "../../../lib/semantics/log-alarm/evaluate-log-alarm.ts";
import { resetsLogAlarm, withLogAlarmDefaults } from "../../../lib/semantics/log-alarm/log-alarm-update.ts";
import { queryWindow } from "../../../lib/semantics/log-alarm/query-window.ts";
import type { LogAlarm, LogAlarmInput, LogAlarmResult } from "../../../lib/semantics/log-alarm/types.ts";
import { validateLogAlarm } from "../../../lib/semantics/log-alarm/validate-log-alarm.ts";
import { scheduleTimes } from "../../../lib/semantics/schedule/schedule-times.ts";
import corpus from "../../conformance/log-alarms.json" with { type: "json" };
import { patched } from "../../conformance/patched.ts";
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";

type Case = TieredCase & Readonly<Record<string, unknown>> & { readonly kind: string };
interface Expected {
  readonly outcome?: "accepted" | "error";
  readonly exception?: string;
  readonly httpStatus?: number;
  readonly [member: string]: unknown;
}

const base = corpus.base as LogAlarmInput;
const cases = corpus.cases as unknown as readonly (Case & { readonly expect: Expected })[];

/** Kinds that are facts about the service: the local cloud's tests have them. */
const CHECKS: Readonly<Record<string, (one: Case & { readonly expect: Expected }) => void>> = {
  validation(one) {
    const input = patched(base, one["patch"] as Record<string, unknown>);
    if (one.expect.outcome === "accepted") validateLogAlarm(input);
    else
      expect(() => validateLogAlarm(input)).toThrow(
        expect.objectContaining({ name: one.expect.exception, httpStatus: one.expect.httpStatus }),
      );
  },
  aggregation(one) {
    const expression = one["expression"] as string;
    if (one.expect.outcome === "error") {
      expect(() => parseAggregationExpression(expression)).toThrow();
      return;
    }
    const { outcome: _, ...expected } = one.expect;
    expect(parseAggregationExpression(expression)).toMatchObject(expected);
  },
  window(one) {
    const offsets = {
      startTimeOffset: one["startTimeOffset"] as number,
      endTimeOffset: one["endTimeOffset"] as number | null,
    };
    const windows = [one["scheduledAt"] as string | string[]]
      .flat()
      .map((at) => queryWindow(Date.parse(at), offsets));
    const overlap = one.expect["overlapSeconds"];
    if (overlap !== undefined) expect((windows[0]!.end - windows[1]!.start) / 1000).toBe(overlap);
    else
      expect(windows[0]).toEqual({
        start: Date.parse(one.expect["start"] as string),
        end: Date.parse(one.expect["end"] as string),
      });
  },
  value(one) {
    const found = aggregateRows(one["aggregation"] as string, one["queryRows"] as ResultCells[]);
    const order = one.expect["contributorOrder"];
    if (order === undefined) expect(found).toEqual(one.expect);
    else
      expect("contributors" in found && found.contributors.map(({ attributes }) => attributes["s"])).toEqual(
        order,
      );
  },
  state(one) {
    const found = evaluateLogAlarm(
      one["config"] as LogAlarm,
      one["results"] as LogAlarmResult[],
      one["previousState"] as AlarmState,
      { timestamps: (one["timestamps"] as string[] | undefined)?.map((time) => Date.parse(time)) },
    );
    expect(found).toMatchObject(one.expect);
  },
  contributors(one) {
    const found = evaluateLogAlarm(one["config"] as LogAlarm, executionsOf(one["executions"]), "OK");
    const { contributors = [] } = found;
    const states = Object.fromEntries(contributors.map(({ name, state }) => [name, state]));
    const { expect: expected } = one;
    if (expected["state"]) expect(found.state).toBe(expected["state"]);
    if (expected["reason"]) expect(found.reason).toBe(expected["reason"]);
    if ("evaluationState" in expected)
      expect(found.evaluationState ?? null).toBe(expected["evaluationState"]);
    if (expected["contributors"]) expect(states).toEqual(expected["contributors"]);
    if (expected["contributorStates"])
      for (const state of Object.values(states)) expect(expected["contributorStates"]).toContain(state);
    if (expected["returned"]) expect(contributors).toHaveLength(expected["returned"] as number);
    if (expected["contributorsInAlarm"])
      expect(contributors.filter(({ state }) => state === "ALARM")).toHaveLength(
        expected["contributorsInAlarm"] as number,
      );
  },
  cron6(one) {
    const next = one.expect["next"] as string[];
    const times = scheduleTimes(one["expression"] as string, {
      after: one["after"] as string,
      count: next.length,
    });
    expect(times.map((time) => new Date(time).toISOString().replace(".000", ""))).toEqual(next);
  },
  defaults(one) {
    const { ScheduledQueryConfiguration, ...filled } = withLogAlarmDefaults(base);
    const { EndTimeOffset } = ScheduledQueryConfiguration.ScheduleConfiguration;
    expect({ ...filled, EndTimeOffset }).toMatchObject(one.expect);
  },
  lifecycle(one) {
    const update = one.expect["update"] as string;
    expect(resetsLogAlarm(base, patched(base, UPDATES[update]))).toBe(
      one.expect["stateAfter"] === "INSUFFICIENT_DATA",
    );
  },
};

const QUERY = "ScheduledQueryConfiguration";
const UPDATES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  QueryString: { [`${QUERY}.QueryString`]: "filter @message like /FATAL/" },
  AggregationExpression: { [`${QUERY}.AggregationExpression`]: "sum(bytes)" },
  ScheduleConfiguration: { [`${QUERY}.ScheduleConfiguration.StartTimeOffset`]: 600 },
  LogGroupIdentifiers: { [`${QUERY}.LogGroupIdentifiers`]: ["/other"] },
  Threshold: { Threshold: 7 },
  QueryResultsToAlarm: { QueryResultsToAlarm: 1 },
  QueryResultsToEvaluate: { QueryResultsToEvaluate: 7 },
};

function executionsOf(given: unknown): LogAlarmResult[] {
  if (Array.isArray(given)) return given as LogAlarmResult[];
  const rule = given as {
    generate: string;
    count: number;
    value: number;
    except: Record<string, number>;
    executions: number;
  };
  const run: Record<string, number> = {};
  for (let index = 0; index < rule.count; index += 1) {
    const name = rule.generate.replace("%03d", String(index).padStart(3, "0"));
    run[name] = rule.except[name] ?? rule.value;
  }
  return Array.from({ length: rule.executions }, () => run);
}

const pure = cases.filter(
  ({ kind, expect: expected }) => kind in CHECKS && (kind !== "lifecycle" || "update" in expected),
);
runTiers("log alarms", pure, (one) => CHECKS[one.kind]!(one));
