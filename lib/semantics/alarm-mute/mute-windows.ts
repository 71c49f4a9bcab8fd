import { type Cron, cronTimes, parseFiveFieldCron } from "../schedule/cron.ts";
import { ScheduleSyntaxError } from "../schedule/schedule-syntax-error.ts";
import { timeOf } from "../schedule/time-zone.ts";
import { parseIsoDuration } from "./iso-duration.ts";
import type { Moment, MuteSchedule, MuteWindows } from "./types.ts";

/** One time in which actions are muted, in milliseconds since the epoch; `end` is no more part of it. */
export interface MuteWindow {
  readonly start: number;
  readonly end: number;
}

/** When windows begin: at times of a calendar, or once. */
export type MuteStarts =
  | { readonly kind: "cron"; readonly cron: Cron }
  | { readonly kind: "at"; readonly start: number };

const AT = /^at\((\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})\)$/;
const CRON = /^cron\((.*)\)$/;
const NO_DATE = "At expressions must be a valid date in 'yyyy-MM-ddThh:mm' format";

/**
 * Reads a mute rule's expression.
 *
 * @throws ScheduleSyntaxError
 */
export function parseMuteExpression({
  Expression,
  Timezone = "UTC",
}: Omit<MuteSchedule, "Duration">): MuteStarts {
  const fields = CRON.exec(Expression)?.[1];
  if (fields !== undefined) return { kind: "cron", cron: parseFiveFieldCron(fields) };
  if (!Expression.startsWith("at("))
    throw new ScheduleSyntaxError(`"${Expression}": expected cron(0 2 * * *) or at(2026-01-20T14:00)`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (AT.exec(Expression) ?? [])
    .slice(1)
    .map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute));
  const isReal = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCHours() === hour && minute < 60;
  if (!isReal) throw new ScheduleSyntaxError(NO_DATE);
  return { kind: "at", start: timeOf({ year, month, day, hour, minute, second: 0 }, Timezone) };
}

/**
 * The window that a moment lies in, of a rule whose windows may overlap the one that ends last; undefined outside.
 *
 * @throws ScheduleSyntaxError
 */
export function muteWindowAt(rule: MuteWindows, at: Moment): MuteWindow | undefined {
  const { Schedule } = rule.Rule;
  const now = timeOfMoment(at);
  const { from, until } = boundsOf(rule);
  if (now < from || now >= until) return undefined;
  const duration = durationOf(Schedule);
  const starts = parseMuteExpression(Schedule);
  let latest: number | undefined;
  if (starts.kind === "at")
    latest = starts.start <= now && now < starts.start + duration ? starts.start : undefined;
  else
    for (const start of cronTimes(starts.cron, now - duration, Schedule.Timezone ?? "UTC")) {
      if (start > now) break;
      latest = start;
    }
  return latest === undefined
    ? undefined
    : { start: Math.max(latest, from), end: Math.min(latest + duration, until) };
}

/** The first window that begins after a moment, or undefined when there is none any more. @throws ScheduleSyntaxError */
export function nextMuteWindow(rule: MuteWindows, after: Moment): MuteWindow | undefined {
  const { Schedule } = rule.Rule;
  const { from, until } = boundsOf(rule);
  const start = startAfter(Schedule, Math.max(timeOfMoment(after), from - 1));
  if (start === undefined || start >= until) return undefined;
  return { start, end: Math.min(start + durationOf(Schedule), until) };
}

/** Milliseconds since the epoch. A number is in seconds, as the API has it. */
export function timeOfMoment(moment: Moment): number {
  const time = typeof moment === "number" ? moment * 1000 : new Date(moment).getTime();
  if (Number.isNaN(time)) throw new RangeError(`expected a time, found ${String(moment)}`);
  return time;
}

function startAfter(schedule: MuteSchedule, after: number): number | undefined {
  const starts = parseMuteExpression(schedule);
  if (starts.kind === "at") return starts.start > after ? starts.start : undefined;
  for (const start of cronTimes(starts.cron, after, schedule.Timezone ?? "UTC")) return start;
  return undefined;
}

function durationOf({ Duration }: MuteSchedule): number {
  const duration = parseIsoDuration(Duration);
  if (duration === undefined)
    throw new ScheduleSyntaxError(`"${Duration}": expected an ISO 8601 duration such as PT2H or P2DT12H`);
  return duration;
}

function boundsOf({ StartDate, ExpireDate }: MuteWindows): { from: number; until: number } {
  return {
    from: StartDate === undefined ? Number.NEGATIVE_INFINITY : timeOfMoment(StartDate),
    until: ExpireDate === undefined ? Number.POSITIVE_INFINITY : timeOfMoment(ExpireDate),
  };
}
