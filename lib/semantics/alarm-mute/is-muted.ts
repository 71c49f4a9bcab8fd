import {
  type MuteWindow,
  muteWindowAt,
  nextMuteWindow,
  parseMuteExpression,
  timeOfMoment,
} from "./mute-windows.ts";
import type { Moment, MuteRuleInput, MuteWindows } from "./types.ts";

/** Whether a mute rule mutes at a moment. */
export interface MuteRuleStatus {
  readonly Status: "SCHEDULED" | "ACTIVE" | "EXPIRED";
  readonly MuteType: "ONE_TIME" | "RECURRING";
}

/** A rule as it is kept: its input, and when it was made. */
export type KeptMuteRule = Pick<MuteRuleInput, "Name" | "MuteTargets"> &
  MuteWindows & { readonly createdAt?: number };

/** The rule that mutes an alarm, with its window, and how many other rules do as well. */
export interface ActiveMute<Rule extends KeptMuteRule> {
  readonly rule: Rule;
  readonly window: MuteWindow;
  readonly others: number;
}

/**
 * Whether a rule mutes the actions of its alarms at a moment.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 *
 * @param at A date, its ISO text, or seconds since the epoch
 * @throws ScheduleSyntaxError
 */
export function isMuted(rule: MuteWindows, at: Moment): boolean {
  return muteWindowAt(rule, at) !== undefined;
}

/**
 * What GetAlarmMuteRule says at a moment. A recurring rule without a window before its ExpireDate stays SCHEDULED until that
 * date has passed.
 *
 * @throws ScheduleSyntaxError
 */
export function muteRuleStatus(rule: MuteWindows, now: Moment): MuteRuleStatus {
  const { kind } = parseMuteExpression(rule.Rule.Schedule);
  const MuteType = kind === "at" ? "ONE_TIME" : "RECURRING";
  if (isMuted(rule, now)) return { Status: "ACTIVE", MuteType };
  const expired = rule.ExpireDate !== undefined && timeOfMoment(now) >= timeOfMoment(rule.ExpireDate);
  const over = expired || (kind === "at" && nextMuteWindow(rule, now) === undefined);
  return { Status: over ? "EXPIRED" : "SCHEDULED", MuteType };
}

/**
 * The rule that mutes an alarm at a moment: of several the one that was created last, as the alarm's history names it.
 *
 * @throws ScheduleSyntaxError
 */
export function activeMute<Rule extends KeptMuteRule>(
  rules: Iterable<Rule>,
  alarmName: string,
  at: Moment,
): ActiveMute<Rule> | undefined {
  const active: { rule: Rule; window: MuteWindow }[] = [];
  for (const rule of rules) {
    if (!rule.MuteTargets?.AlarmNames.includes(alarmName)) continue;
    const window = muteWindowAt(rule, at);
    if (window) active.push({ rule, window });
  }
  const newest = active.reduce<(typeof active)[number] | undefined>(
    (best, each) => (best && (best.rule.createdAt ?? 0) > (each.rule.createdAt ?? 0) ? best : each),
    undefined,
  );
  return newest && { ...newest, others: active.length - 1 };
}
