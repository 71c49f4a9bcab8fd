import type { Left } from "../dates/cycle.ts";
import { ShapeFormat } from "./shape-format.ts";
import { CLOCK, HALF, MONTH_NAME, SHORT_CLOCK, WEEKDAY, ZONE, ZONE_TEXT } from "./shape-parts.ts";
import type { ReadingContext, TimestampFormat } from "./timestamp-format.ts";

interface DateShape {
  readonly shape: string;
  readonly leaves?: Left;
}

/** Between a date and its time of day: also tabs, and the fields of a table. */
const GAP = String.raw`(?:["']?[T_\t ,;|]\s?["']?)`;
const YEAR_AND_CLOCK = String.raw`(?<year>\d{4}|\d{2}),?${GAP}${SHORT_CLOCK}${HALF}${ZONE}`;
const NUMBER_START = String.raw`(?<!\d|\d[./-])`;

/** Dates by the names of their formats; of those that fit equally well the first is taken. */
const SHAPES = {
  /** `[17/May/2015:10:05:03 +0000]` */
  apache: {
    shape: String.raw`\[(?<day>\d{2})/(?<month>[A-Z][a-z]{2})/(?<year>\d{4}):(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<zone>[+-]\d{4})`,
  },
  /** `2026-01-02T03:04:05.678Z`, `2026-01-02 03:04:05,678` (Python), `2026-01-02 03:04:05+01`, `2026-01-02T03:04Z` */
  iso: {
    shape: String.raw`(?<!\d)(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})${GAP}${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `2026/01/02 03:04:05` (nginx, Go), `2026.01.02 03:04:05` */
  slash: {
    shape: String.raw`(?<!\d)(?<year>\d{4})[/.](?<month>\d{1,2})[/.](?<day>\d{1,2})${GAP}${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `Fri Jan  2 03:04:05.678 2026` (Apache's error log), `Fri Jan  2 03:04:05 CET 2026` (`date`), `Jan  2 03:04:05 2026` */
  ctime: {
    shape: String.raw`(?:${WEEKDAY},? )?\b${MONTH_NAME} {1,2}(?<day>\d{1,2}) ${CLOCK} (?:(?<zone>${ZONE_TEXT}|[A-Z]{3,5}) )?(?<year>(?:19|20)\d{2})(?![\d:])`,
  },
  /** `02 Jan 2026 03:04:05.678` (Redis), `02-Jan-2026 03:04:05` (Tomcat, BIND), `2-Jan-2026::03:04:05` (Erlang) */
  day: {
    shape: String.raw`(?<!\d)(?<day>\d{1,2})[ /-]${MONTH_NAME}[ /-](?<year>\d{4})(?:::|${GAP}|:)${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `Jan 02, 2026 3:04:05 AM` (java.util.logging), `Jan 02 2026 03:04:05` (Cisco) */
  named: {
    shape: String.raw`\b${MONTH_NAME} {1,2}(?<day>\d{1,2}),? (?<year>\d{4}),?(?: at)? ${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `01/02/2026 3:04:05 AM`: the month first */
  us: { shape: String.raw`${NUMBER_START}(?<month>\d{1,2})/(?<day>\d{1,2})/${YEAR_AND_CLOCK}` },
  /** `02.01.2026 03:04:05`: the day first */
  european: { shape: String.raw`${NUMBER_START}(?<day>\d{1,2})[./-](?<month>\d{1,2})[./-]${YEAR_AND_CLOCK}` },
  /** `26/01/02 03:04:05` (Spark) */
  short: {
    shape: String.raw`(?<!\d|\d[/-])(?<year>\d{2})[/-](?<month>\d{2})[/-](?<day>\d{2}) ${CLOCK}${ZONE}`,
  },
  /** `20260102T030405Z`, `20260102 03:04:05.678` (glog), `2026-01-02T030405Z` */
  compact: {
    shape: String.raw`(?<!\d)(?<year>(?:19|20)\d{2})-?(?<month>\d{2})-?(?<day>\d{2})[T_ -]?(?<hour>\d{2}):?(?<minute>\d{2}):?(?<second>\d{2})(?:[.,]?(?<fraction>\d{1,9}))?(?!\d)${ZONE}`,
  },
  /** `2026-01-02-03.04.05.678901` (Db2) */
  dotted: {
    shape: String.raw`(?<!\d)(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[- ](?<hour>\d{2})\.(?<minute>\d{2})\.(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?${ZONE}`,
  },
  /** `260102  3:04:05` (MySQL) */
  mysql: {
    shape: String.raw`^(?<year>\d{2})(?<month>\d{2})(?<day>\d{2}) {1,2}${CLOCK}`,
  },
  /** `Jan  2 03:04:05`, `000123: *Jan  2 03:04:05.678:` (Cisco) */
  syslog: {
    shape: String.raw`^(?:<\d+>)?(?:\d+: )?[*.]?${MONTH_NAME} {1,2}(?<day>\d{1,2}) ${CLOCK}${ZONE}`,
    leaves: "year",
  },
  /** `E0102 03:04:05.678901       1 main.go:12]`, as Kubernetes writes. */
  klog: { shape: String.raw`^[IWEFD](?<month>\d{2})(?<day>\d{2}) ${CLOCK} `, leaves: "year" },
  /** `01-02 03:04:05.678  1234  1234 E tag:`, as Android writes. */
  logcat: { shape: String.raw`^\[?(?<month>\d{2})-(?<day>\d{2}) ${CLOCK}`, leaves: "year" },
} as const satisfies Readonly<Record<string, DateShape>>;

export type DateFormatName = keyof typeof SHAPES;
export const dateFormatNames = Object.keys(SHAPES) as DateFormatName[];

/** `03:04:05.678 [main] INFO`, as Logback writes when nothing else is said: without a date. */
const CLOCK_ONLY = String.raw`^[\s[(]?${CLOCK}${ZONE}(?=[\s\])|,]|$)`;

export const clockFormat = (context: ReadingContext): TimestampFormat =>
  new ShapeFormat({ name: "clock", shape: CLOCK_ONLY, leaves: "date" }, context);

/**
 * A format of dates.
 *
 * @param atStart only times that stand at the start of a line, or behind a bracket or two: not what a message tells of
 */
export function dateFormat(
  name: DateFormatName,
  context: ReadingContext,
  { atStart = false } = {},
): TimestampFormat {
  const { shape, leaves }: DateShape = SHAPES[name];
  const isAnchored = shape.startsWith("^");
  return new ShapeFormat(
    { name, shape: atStart && !isAnchored ? String.raw`^[\s[(<"']{0,2}${shape}` : shape, leaves },
    context,
  );
}
