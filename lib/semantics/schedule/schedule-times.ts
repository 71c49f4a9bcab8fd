import { type Cron, cronTimes, parseSixFieldCron } from "./cron.ts";
import { ScheduleSyntaxError } from "./schedule-syntax-error.ts";

/** When a query runs: every so often, or at times of a calendar. */
export type Schedule =
  | { readonly kind: "rate"; readonly intervalMs: number }
  | { readonly kind: "cron"; readonly cron: Cron };

/** The range and the zone of the times of a schedule. */
export interface ScheduleTimesOptions {
  /** Milliseconds since the epoch, a date, or its ISO text; the times are strictly later. */
  readonly after: number | string | Date;
  /** How many times at most. @default 1 */
  readonly count?: number;
  /** Of cron expressions: an IANA name. @default "UTC" */
  readonly timezone?: string;
  /** A time at which a rate ran, such as the creation of its alarm, in milliseconds. @default 0, the epoch */
  readonly anchor?: number;
}

const RATE = /^rate\((\d+) (minutes?|hours?|days?)\)$/;
const CRON = /^cron\((.*)\)$/;
const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads a schedule of scheduled queries: `rate(5 minutes)` or `cron(0/5 * * * ? *)` with six fields.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/scheduled-queries-schedule-reference.html
 *
 * @throws ScheduleSyntaxError
 */
export function parseSchedule(expression: string): Schedule {
  const [, amount, unit] = RATE.exec(expression) ?? [];
  if (amount !== undefined && unit !== undefined) {
    const number = Number(amount);
    if (number < 1 || (number === 1) === unit.endsWith("s"))
      throw new ScheduleSyntaxError(`${expression}: expected for example rate(1 minute) or rate(5 minutes)`);
    return { kind: "rate", intervalMs: number * UNITS[unit.replace(/s$/, "")]! };
  }
  const fields = CRON.exec(expression)?.[1];
  if (fields !== undefined) return { kind: "cron", cron: parseSixFieldCron(fields) };
  throw new ScheduleSyntaxError(`"${expression}": expected rate(5 minutes) or cron(0/5 * * * ? *)`);
}

/**
 * The next runs of a schedule, in milliseconds since the epoch, in order. Fewer than asked for when the schedule ends.
 *
 * @throws ScheduleSyntaxError
 */
export function scheduleTimes(expression: string | Schedule, options: ScheduleTimesOptions): number[] {
  const schedule = typeof expression === "string" ? parseSchedule(expression) : expression;
  const { count = 1, timezone = "UTC", anchor = 0 } = options;
  const after = new Date(options.after).getTime();
  if (Number.isNaN(after)) throw new RangeError(`after: expected a time, found ${String(options.after)}`);
  const times: number[] = [];
  if (schedule.kind === "rate") {
    const { intervalMs } = schedule;
    let time = anchor + (Math.floor((after - anchor) / intervalMs) + 1) * intervalMs;
    for (; times.length < count; time += intervalMs) times.push(time);
    return times;
  }
  if (count <= 0) return times;
  for (const time of cronTimes(schedule.cron, after, timezone)) {
    times.push(time);
    if (times.length >= count) break;
  }
  return times;
}
