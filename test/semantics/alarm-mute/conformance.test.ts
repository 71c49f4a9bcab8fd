import { expect } from "vitest";
import {
  compositeChanged,
  NOT_SUPPRESSED,
  releases,
  type SuppressedBy,
  suppressorChanged,
} from "../../../lib/semantics/alarm/composite/suppression.ts";
import {
  evaluatePromqlContributor,
  NEW_PROMQL_CONTRIBUTOR,
} from "../../../lib/semantics/alarm/promql-contributor.ts";
import type { AlarmState } from "../../../lib/semantics/alarm/types.ts";
import { isAlarmTimeZone, wallClockWindow } from "../../../lib/semantics/alarm/wall-clock-window.ts";
import { warmUpEnd } from "../../../lib/semantics/alarm/warm-up.ts";
import { isMuted, muteRuleStatus } from "../../../lib/semantics/alarm-mute/is-muted.ts";
import { mutedActions, type StateChange } from "../../../lib/semantics/alarm-mute/muted-actions.ts";
import type { MuteRuleInput, MuteWindows } from "../../../lib/semantics/alarm-mute/types.ts";
import { validateMuteRule } from "../../../lib/semantics/alarm-mute/validate-mute-rule.ts";
import corpus from "../../conformance/alarm-mute.json" with { type: "json" };
import { patched } from "../../conformance/patched.ts";
import { runTiers, type TieredCase } from "../../conformance/tiers.ts";

interface Case extends TieredCase {
  readonly kind: string;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

const cases = corpus.cases as unknown as readonly Case[];

/** Kinds that are facts about the service: the local cloud's tests have them. */
const CHECKS: Readonly<Record<string, (one: Case) => void>> = {
  window(one) {
    for (const { at, active } of one["probes"] as { at: string; active: boolean }[])
      expect(isMuted(ruleOf(one), at), at).toBe(active);
  },
  status(one) {
    expect(muteRuleStatus(ruleOf(one), one["now"] as string)).toEqual(one.expect);
  },
  validation(one) {
    const input = patched(corpus.base as MuteRuleInput, one["patch"] as Record<string, unknown>);
    const { outcome, exception, httpStatus, message } = one.expect;
    if (outcome === "accepted") validateMuteRule(input);
    else
      expect(() => validateMuteRule(input)).toThrow(
        expect.objectContaining({
          name: exception,
          httpStatus,
          ...(message !== undefined && { message: expect.stringContaining(message as string) }),
        }),
      );
  },
  timeline(one) {
    const [start, end] = (one["window"] as string[]).map(minutes) as [number, number];
    const changes = (one["states"] as [string, AlarmState][]).map(([time, state]) => ({
      time: minutes(time),
      state,
    }));
    const actions = mutedActions(changes, [{ start, end }]);
    expect(actions.map(({ time, state }: StateChange) => [clock(time), state])).toEqual(
      one.expect["actions"],
    );
  },
  suppressor(one) {
    const found = suppressorTimeline(one);
    expect(found.actions).toEqual(one.expect["actions"]);
    if (one.expect["suppressedBy"]) expect(found.suppressedBy).toEqual(one.expect["suppressedBy"]);
  },
  "warm-up"(one) {
    const config = one["config"] as Record<string, string | number | boolean | null>;
    const from = warmUpEnd(
      {
        WarmUpPeriodDurationInMinutes: Number(config["newWarmUpMinutes"] ?? config["warmUpMinutes"]),
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: Boolean(config["onlyAfter"]),
      },
      {
        createdAt: minutes(String(config["createdAt"])) * 60_000,
        windowMs: Number(config["period"]) * Number(config["evaluationPeriods"]) * 1000,
        firstDataAt: config["firstDataAt"] ? minutes(String(config["firstDataAt"])) * 60_000 : null,
      },
    );
    expect(clock(from / 60_000)).toBe(one.expect["evaluatesFrom"]);
  },
  "promql-timeline"(one) {
    const periods = {
      pendingPeriod: one["pendingPeriod"] as number,
      recoveryPeriod: one["recoveryPeriod"] as number,
    };
    let contributor = NEW_PROMQL_CONTRIBUTOR;
    const changes: Record<string, number> = {};
    for (const [time, returned] of one["returned"] as [number, boolean][]) {
      const next = evaluatePromqlContributor(contributor, returned, time, periods);
      if (next.state !== contributor.state) changes[next.state === "ALARM" ? "alarmAt" : "okAt"] = time;
      contributor = next;
    }
    expect(changes).toEqual(one.expect);
  },
  "wall-clock"(one) {
    const { Timezone, period, windowFor, start, end, accepted, refused } = one.expect;
    if (windowFor) {
      const window = wallClockWindow(Date.parse(windowFor as string), {
        period: period as number,
        timezone: Timezone as string,
      });
      expect(window).toEqual({ start: Date.parse(start as string), end: Date.parse(end as string) });
      return;
    }
    for (const zone of accepted as string[]) expect(isAlarmTimeZone(zone), zone).toBe(true);
    for (const zone of refused as string[]) expect(isAlarmTimeZone(zone), zone).toBe(false);
  },
};

/** Whether a case of its kind has what the pure rules decide. */
function isPure({ kind, expect: expected }: Case): boolean {
  if (kind === "warm-up") return "evaluatesFrom" in expected;
  if (kind === "wall-clock") return "windowFor" in expected || Array.isArray(expected["accepted"]);
  return kind in CHECKS;
}

function ruleOf(one: Case): MuteWindows {
  return {
    Rule: one["rule"] as MuteWindows["Rule"],
    ...(one["StartDate"] !== undefined && { StartDate: one["StartDate"] as string }),
    ...(one["ExpireDate"] !== undefined && { ExpireDate: one["ExpireDate"] as string }),
  };
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function clock(time: number): string {
  return `${String(Math.floor(time / 60)).padStart(2, "0")}:${String(time % 60).padStart(2, "0")}`;
}

/** Steps through a case, one unit of time after the other. */
function suppressorTimeline(one: Case) {
  const periods = {
    waitPeriod: one["waitPeriod"] as number,
    extensionPeriod: one["extensionPeriod"] as number,
  };
  const composite = new Map(one["composite"] as [number, AlarmState][]);
  const suppressor = new Map(one["suppressor"] as [number, AlarmState][]);
  const actions: [number, AlarmState][] = [];
  const suppressedBy: [number, number | null, SuppressedBy][] = [];
  let suppression = NOT_SUPPRESSED;
  let [state, other]: [AlarmState, AlarmState] = [composite.get(0) ?? "OK", suppressor.get(0) ?? "OK"];
  let since = 0;
  const change = (now: number, next: typeof suppression): void => {
    if (suppression.suppressedBy !== next.suppressedBy || suppression.until !== next.until) {
      if (suppression.suppressedBy) suppressedBy.push([since, now, suppression.suppressedBy]);
      since = now;
    }
    suppression = next;
  };
  for (let now = 1; now <= 40; now += 1) {
    if (releases(suppression, now)) {
      actions.push([now, state]);
      change(now, NOT_SUPPRESSED);
    }
    const to = suppressor.get(now);
    if (to) {
      change(now, suppressorChanged(suppression, now, { from: other, to }, periods));
      other = to;
    }
    const next = composite.get(now);
    if (next) {
      state = next;
      change(now, compositeChanged(now, other, periods));
    }
  }
  if (suppression.suppressedBy) suppressedBy.push([since, null, suppression.suppressedBy]);
  return { actions, suppressedBy };
}

runTiers("alarm mute rules", cases.filter(isPure), (one) => CHECKS[one.kind]!(one));
