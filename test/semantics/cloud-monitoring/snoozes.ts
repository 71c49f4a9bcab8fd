import { expect } from "vitest";
import {
  compileAlertPolicy,
  isSnoozed,
  NEW_ALERT_POLICY,
  type Snooze,
} from "../../../lib/semantics/index.ts";
import type { TieredCase } from "../../conformance/tiers.ts";

/** What a case of the corpus expects. */
export interface SnoozeExpectation {
  readonly openBefore?: boolean;
  readonly openDuring?: boolean;
  readonly openAfter?: boolean;
}

const MINUTE = 60_000;
const NAME = "projects/my-project/alertPolicies/1";
const TYPE = "logging.googleapis.com/user/m";

/** A series violates all the time; the policy is snoozed from minute 10 to minute 20. */
export function assessSnooze({ expected }: TieredCase & { readonly expected?: SnoozeExpectation }): void {
  const compiled = compileAlertPolicy({
    name: NAME,
    combiner: "OR",
    conditions: [
      {
        conditionThreshold: {
          filter: `metric.type="${TYPE}" AND resource.type="global"`,
          comparison: "COMPARISON_GT",
          thresholdValue: 5,
          aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: "ALIGN_SUM" }],
        },
      },
    ],
  });
  const snooze: Snooze = {
    criteria: { policies: [NAME] },
    interval: {
      startTime: new Date(10 * MINUTE).toISOString(),
      endTime: new Date(20 * MINUTE).toISOString(),
    },
  };
  const points = Array.from({ length: 30 }, (_, index) => ({ end: (index + 1) * MINUTE, value: 9 }));
  const series = [{ metric: { type: TYPE, labels: {} }, resource: { type: "global" }, points }];

  let state = NEW_ALERT_POLICY;
  const open: boolean[] = [];
  for (let minute = 1; minute <= 25; minute++) {
    const now = minute * MINUTE;
    ({ state } = compiled.evaluate(state, series, now, (subject) => isSnoozed([snooze], NAME, subject, now)));
    open[minute] = state.incidents.length > 0;
  }

  if (expected!.openBefore !== undefined) expect(open[9]).toBe(expected!.openBefore);
  if (expected!.openDuring !== undefined) expect(open[15]).toBe(expected!.openDuring);
  if (expected!.openAfter !== undefined) expect(open[25]).toBe(expected!.openAfter);
}
