import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { evaluateAlarm } from "../../../lib/semantics/alarm/evaluate-alarm.ts";
import type { Alarm, AlarmState } from "../../../lib/semantics/alarm/types.ts";
import { runTiers } from "../../conformance/tiers.ts";

interface Case {
  id: string;
  name: string;
  tier: number;
  config: Alarm;
  datapoints: (number | null)[];
  previousState?: AlarmState;
  expectedState?: AlarmState;
  expectedNotState?: AlarmState;
  expectedReason?: string;
  expectedReasonData?: object;
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL("../../conformance/alarms.json", import.meta.url), "utf8"),
);

/** Starts of the periods that an expected reason names, oldest first. */
function timestampsIn(reason = ""): number[] | undefined {
  const dates = [...reason.matchAll(/\((\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\)/g)];
  if (dates.length === 0) return undefined;
  return dates
    .map(([, day, month, year, time]) => Date.parse(`20${year}-${month}-${day}T${time}Z`))
    .reverse();
}

function check(one: Case): void {
  const timestamps = timestampsIn(one.expectedReason);
  const actual = evaluateAlarm(one.config, one.datapoints, one.previousState, { timestamps });
  if (one.expectedState) expect(actual.state).toBe(one.expectedState);
  if (one.expectedNotState) expect(actual.state).not.toBe(one.expectedNotState);
  if (one.expectedReason) expect(actual.reason).toBe(one.expectedReason);
  if (one.expectedReasonData) expect(actual.reasonData).toEqual(one.expectedReasonData);
}

runTiers("alarm states", cases, check);
