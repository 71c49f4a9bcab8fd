import { timeOf } from "./date-parts.ts";
import type { TimestampFormat } from "./timestamp-format.ts";

const CLOCK = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?`;
const ZONE = String.raw`(?:\s?(?<zone>Z|z|[+-]\d{2}:?\d{2})(?!\d))?`;
const MONTH_NAME = "(?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";

/** Dates with all of their parts, by the names of their formats. */
const SHAPES = {
  /** `2026-01-02T03:04:05.678Z`, `2026-01-02 03:04:05,678` (Python), `2026-01-02 03:04:05+01` */
  iso: String.raw`(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[T ]${CLOCK}${ZONE}`,
  /** `2026/01/02 03:04:05` (nginx, Go) */
  slash: String.raw`(?<year>\d{4})/(?<month>\d{2})/(?<day>\d{2}) ${CLOCK}${ZONE}`,
  /** `Fri Jan  2 03:04:05.678 2026` (Apache's error log, `date`) */
  ctime: String.raw`${WEEKDAY} ${MONTH_NAME} {1,2}(?<day>\d{1,2}) ${CLOCK} (?:[A-Z]{3,4} )?(?<year>\d{4})`,
  /** `02 Jan 2026 03:04:05.678` (Redis), `02-Jan-2026 03:04:05` (Tomcat, BIND), `02/Jan/2026:03:04:05 +0100` */
  day: String.raw`(?<day>\d{1,2})[ /-]${MONTH_NAME}[ /-](?<year>\d{4})[ :T]${CLOCK}${ZONE}`,
} as const;

export type DateFormatName = keyof typeof SHAPES;
export const dateFormatNames = Object.keys(SHAPES) as DateFormatName[];

/**
 * A format of dates with all of their parts.
 *
 * @param atStart only times that stand at the start of a line, or behind one bracket: not what a message tells of
 */
export function dateFormat(name: DateFormatName, { atStart = false } = {}): TimestampFormat {
  const shape = new RegExp(atStart ? String.raw`^[\s[(<"']{0,2}${SHAPES[name]}` : SHAPES[name]);
  return {
    name,
    read(line) {
      const parts = shape.exec(line)?.groups;
      return parts && timeOf(parts);
    },
  };
}

const SYSLOG = new RegExp(String.raw`^(?:<\d+>)?${MONTH_NAME} {1,2}(?<day>\d{1,2}) ${CLOCK}`);
const KLOG = new RegExp(String.raw`^[IWEF](?<month>\d{2})(?<day>\d{2}) ${CLOCK} `);

/** `Jan  2 03:04:05` */
export const syslogFormat = (now: () => number) => yearlessFormat("syslog", SYSLOG, now);

/** `E0102 03:04:05.678901       1 main.go:12]`, as Kubernetes writes. */
export const klogFormat = (now: () => number) => yearlessFormat("klog", KLOG, now);

/** Without a year: the latest one in which the time is not in the future. */
function yearlessFormat(name: string, shape: RegExp, now: () => number): TimestampFormat {
  return {
    name,
    read(line) {
      const parts = shape.exec(line)?.groups;
      if (!parts) return undefined;
      const year = new Date(now()).getUTCFullYear();
      const time = timeOf({ ...parts, year: String(year) });
      if (time === undefined || time <= now() + 86_400_000) return time;
      return timeOf({ ...parts, year: String(year - 1) });
    },
  };
}
