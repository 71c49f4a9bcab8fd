import { isDeepStrictEqual } from "node:util";
import type { AlarmState } from "cumulog/semantics";
import type { Cloud } from "#kernel/cloud.ts";
import type { AlarmingContributor, LogAlarm, MetricAlarm } from "./alarm.ts";
import type { AlarmActions } from "./alarm-actions.ts";
import type { AlarmDirectory } from "./alarm-directory.ts";

/** A contributor as an evaluation gives it. */
interface JudgedContributor {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * The alarm with those contributors that are in ALARM now, the given one when they are the same. Each that changes has its own history
 * and its own actions.
 */
export function withContributors<Alarm extends LogAlarm | MetricAlarm>(
  {
    cloud,
    alarms,
    actions,
  }: { readonly cloud: Cloud; readonly alarms: AlarmDirectory; readonly actions: AlarmActions },
  alarm: Alarm,
  judged: readonly JudgedContributor[],
): Alarm {
  const now = cloud.clock.now();
  const before = new Map((alarm.contributors ?? []).map((contributor) => [contributor.id, contributor]));
  const alarming: AlarmingContributor[] = [];
  const changes: { contributor: AlarmingContributor; from: AlarmState; to: AlarmState }[] = [];
  for (const { id, attributes, state, reason } of judged) {
    const known = before.get(id);
    const contributor = { id, attributes, reason, since: known?.since ?? now };
    if (state === "ALARM") alarming.push(contributor);
    if ((state === "ALARM") !== (known !== undefined))
      changes.push({ contributor, from: known ? "ALARM" : "OK", to: state });
  }
  const isSame = isDeepStrictEqual(alarming, alarm.contributors);
  const next = isSame ? alarm : { ...alarm, contributors: alarming };
  for (const { contributor, from, to } of changes) {
    alarms.note({
      alarmName: alarm.name,
      alarmType: alarm.type,
      time: now,
      type: "AlarmContributorStateUpdate",
      summary: `Alarm contributor updated from ${from} to ${to}`,
      data: JSON.stringify({
        version: "1.0",
        oldState: { stateValue: from },
        newState: { stateValue: to, stateReason: contributor.reason },
      }),
      contributor: { id: contributor.id, attributes: contributor.attributes },
    });
    actions.contributorChanged(next, { contributor, from, to });
  }
  return next;
}
