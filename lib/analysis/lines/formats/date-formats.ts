import type { Left } from "../dates/cycle.ts";
import { otherMonthNames } from "../dates/month-names.ts";
import { ShapeFormat } from "./shape-format.ts";
import { CLOCK, HALF, MONTH_NAME, SHORT_CLOCK, WEEKDAY, ZONE, ZONE_TEXT } from "./shape-parts.ts";
import type { ReadingContext, TimestampFormat } from "./timestamp-format.ts";

interface DateShape {
  readonly shape: string;
  readonly leaves?: Left;
  readonly ignoresCase?: true;
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
    // Behind a number and a point it is part of a file's name: `nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008`.
    shape: String.raw`(?<!\d|\d\.)(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})${GAP}${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `2026/01/02 03:04:05` (nginx, Go), `2026.01.02 03:04:05` */
  slash: {
    shape: String.raw`(?<!\d)(?<year>\d{4})[/.](?<month>\d{1,2})[/.](?<day>\d{1,2})${GAP}${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `Fri Jan  2 03:04:05.678 2026` (Apache's error log), `Fri Jan  2 03:04:05 CET 2026` (`date`), `Jan  2 03:04:05 2026` */
  ctime: {
    shape: String.raw`(?:${WEEKDAY},? )?\b${MONTH_NAME} {1,2}(?<day>\d{1,2}) ${CLOCK}${HALF} (?:(?<zone>${ZONE_TEXT}|[A-Z]{3,5}) )?(?<year>(?:19|20)\d{2})(?![\d:])`,
  },
  /** `02 Jan 2026 03:04:05.678` (Redis), `02-Jan-2026 03:04:05` (Tomcat, BIND), `2-Jan-2026::03:04:05` (Erlang), `02JAN2026:03:04:05` (SAS) */
  day: {
    shape: String.raw`(?<!\d)(?<day>\d{1,2})[ /-]?${MONTH_NAME}[ /-]?(?<year>\d{4})(?:::|${GAP}|:)${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `Jan 02, 2026 3:04:05 AM` (java.util.logging), `Jan 02 2026 03:04:05` (Cisco) */
  named: {
    shape: String.raw`\b${MONTH_NAME} {1,2}(?<day>\d{1,2}),? (?<year>\d{4}),?(?: at| @)? ${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `02-JAN-26 03.04.05.678901 AM` (Oracle), `Friday, 02-Jan-26 03:04:05 UTC` (RFC 850), `02Jan26 03:04:05` */
  oracle: {
    shape: String.raw`(?<!\d)(?<day>\d{1,2})(?<mark>-?)${MONTH_NAME}\k<mark>(?<year>\d{2})[ T](?<hour>\d{1,2})[:.](?<minute>\d{2})[:.](?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?${HALF}${ZONE}`,
  },
  /** `2 janv. 2026 03:04:05`, `2. Januar 2026, 03:04:05`, `2 de enero de 2026 03:04:05` */
  localized: {
    get shape() {
      return String.raw`(?<!\d)(?<day>\d{1,2})\.?[ -](?:de )?(?<month>${[...otherMonthNames().keys()].join("|")})\.?[ -](?:de )?(?<year>\d{4})(?:${GAP}|:| à )${SHORT_CLOCK}${HALF}${ZONE}`;
    },
    ignoresCase: true,
  },
  /** `2026-Jan-02 03:04:05`, `2026 Jan  2 03:04:05` */
  year: {
    shape: String.raw`(?<!\d)(?<year>\d{4})[ /-]${MONTH_NAME}[ /-]{1,2}(?<day>\d{1,2})(?:${GAP}|:)${SHORT_CLOCK}${HALF}${ZONE}`,
  },
  /** `2026年01月02日 03:04:05`, `2026年1月2日(金) 3時4分5秒`, `2026년 1월 2일 오후 3:04:05` */
  cjk: {
    shape: String.raw`(?<!\d)(?<year>\d{4})\s?[年년]\s?(?<month>\d{1,2})\s?[月월]\s?(?<day>\d{1,2})\s?[日号일](?:\s?[(（][^)）]{1,3}[)）])?[\s,T]{0,2}(?<half>[上下]午|午[前後]|오[전후])?\s?(?<hour>\d{1,2})(?::|\s?[時时点點시]\s?)(?<minute>\d{1,2})(?:(?::|\s?[分분]\s?)(?<second>\d{1,2})(?:[.,](?<fraction>\d{1,9}))?[秒초]?|[分분])${ZONE}`,
  },
  /** `01/02/2026 3:04:05 AM`: the month first */
  us: { shape: String.raw`${NUMBER_START}(?<month>\d{1,2})/(?<day>\d{1,2})/${YEAR_AND_CLOCK}` },
  /** `02.01.2026 03:04:05`: the day first */
  european: { shape: String.raw`${NUMBER_START}(?<day>\d{1,2})[./-](?<month>\d{1,2})[./-]${YEAR_AND_CLOCK}` },
  /** `03:04:05.678 2026-01-02`: the time of day first. */
  reversed: {
    shape: String.raw`(?<![\w:.-])${CLOCK}${HALF}${ZONE},?[ |\t](?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?!\d)`,
  },
  /** `03:04:05 01/02/2026` */
  "reversed-us": {
    shape: String.raw`(?<![\w:.-])${CLOCK}${HALF}${ZONE},?[ |\t](?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4}|\d{2})(?!\d)`,
  },
  /** `03:04:05 02.01.2026`, `03:04:05 02-Jan-2026` */
  "reversed-european": {
    shape: String.raw`(?<![\w:.-])${CLOCK}${HALF}${ZONE},?[ |\t](?<day>\d{1,2})[./ -](?:(?<month>\d{1,2}|[A-Z][a-z]{2}))[./ -](?<year>\d{4}|\d{2})(?!\d)`,
  },
  /** `26/01/02 03:04:05` (Spark) */
  short: {
    shape: String.raw`(?<!\d|\d[/-])(?<year>\d{2})[/-](?<month>\d{2})[/-](?<day>\d{2}) ${CLOCK}${ZONE}`,
  },
  /** `20260102T030405Z`, `20260102 03:04:05.678` (glog), `2026-01-02T030405Z` */
  compact: {
    shape: String.raw`(?<!\d|\d\.)(?<year>(?:19|20)\d{2})-?(?<month>\d{2})-?(?<day>\d{2})[T_ -]?(?<hour>\d{2}):?(?<minute>\d{2}):?(?<second>\d{2})(?:(?:[.,]?|:(?=\d{3}(?!\d)))(?<fraction>\d{1,9}))?(?!\d)${ZONE}`,
  },
  /** `2026-01-02-03.04.05.678901` (Db2), `[2026.01.02-03.04.05:678]` (Unreal) */
  dotted: {
    shape: String.raw`(?<!\d)(?<year>\d{4})[-.](?<month>\d{2})[-.](?<day>\d{2})[- ](?<hour>\d{2})[.:](?<minute>\d{2})[.:](?<second>\d{2})(?:[.:](?<fraction>\d{1,9}))?(?!\d)${ZONE}`,
  },
  /** `date=2026-01-02 time=03:04:05` (FortiGate) */
  fields: {
    shape: String.raw`\bdate="?(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})"?[ ,]\s?time="?${CLOCK}`,
  },
  /** `2026-002T03:04:05Z`: the day of the year, as ISO 8601 has it. */
  ordinal: { shape: String.raw`(?<![\d-])(?<year>\d{4})-(?<dayOfYear>\d{3})T${SHORT_CLOCK}${ZONE}` },
  /** `2026-W01-5T03:04:05Z`, `2026W015T030405`: the week of the year and its day, as ISO 8601 has them. */
  week: {
    shape: String.raw`(?<![\d-])(?<year>\d{4})-?W(?<week>\d{2})-?(?<weekday>[1-7])[T ](?<hour>\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?![\d:])${ZONE}`,
  },
  /** `081109 203615 148 INFO` (HDFS) */
  packed: {
    shape: String.raw`^(?<year>\d{2})(?<month>\d{2})(?<day>\d{2}) (?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2}) `,
  },
  /** `260102  3:04:05` (MySQL), `[I 260102 03:04:05 web:12]` (Tornado) */
  mysql: {
    shape: String.raw`^(?:\[[A-Z] )?(?<year>\d{2})(?<month>\d{2})(?<day>\d{2}) {1,2}${CLOCK}`,
  },
  /** `Jan  2 03:04:05`, `000123: *Jan  2 03:04:05.678:` (Cisco), `[Jan/02 03:04:05]` */
  syslog: {
    shape: String.raw`^\[?(?:<\d+>)?(?:\d+: )?[*.]?${MONTH_NAME}(?: {1,2}|[/-])(?<day>\d{1,2}) ${CLOCK}${ZONE}`,
    leaves: "year",
  },
  /** `02/Jan 03:04:05`, `02-Jan 03:04:05`, `2 Jan 03:04:05` */
  "day-of-month": {
    shape: String.raw`^[\s[(<"']{0,2}(?<day>\d{1,2})[ /-]${MONTH_NAME}[ :,]\s?${CLOCK}${ZONE}`,
    leaves: "year",
  },
  /** `E0102 03:04:05.678901       1 main.go:12]`, as Kubernetes writes; `0102 03:04:05.678901` */
  klog: {
    shape: String.raw`^(?:[IWEFD]|(?=\d{4} [\d:]{8}\.\d{6} ))(?<month>\d{2})(?<day>\d{2}) ${CLOCK} `,
    leaves: "year",
  },
  /** `01-02 03:04:05.678  1234  1234 E tag:` (Android), `[01.02 03:04:05]` (Proxifier), `01/02 03:04:05` */
  logcat: { shape: String.raw`^[[(]?(?<month>\d{2})[-./](?<day>\d{2}),? ${CLOCK}`, leaves: "year" },
  /** `[24.12 03:04:05]` */
  "logcat-european": {
    shape: String.raw`^[[(]?(?<day>\d{2})[-./](?<month>\d{2}),? ${CLOCK}`,
    leaves: "year",
  },
} as const satisfies Readonly<Record<string, DateShape>>;

export type DateFormatName = keyof typeof SHAPES;
export const dateFormatNames = Object.keys(SHAPES) as DateFormatName[];

/** `03:04:05.678 [main] INFO`, as Logback writes when nothing else is said: without a date. */
const CLOCK_ONLY = String.raw`^[\s[(]?${CLOCK}${ZONE}(?=[\s\])|,]|$)`;

export const clockFormat = (context: ReadingContext): TimestampFormat =>
  new ShapeFormat({ name: "clock", shape: CLOCK_ONLY, leaves: "date" }, context);

/**
 * `2026-01-02 started`, `[2026/01/02]`: without a time of day, which is midnight then. Where a clock with seconds follows within two
 * words, as in `[2026-01-02] [03:04:05]`, the time is there, in a form that is not known.
 */
const DAY_ONLY = String.raw`^[\s[(<"']{0,2}(?<year>(?:19|20)\d{2})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})(?=[\s\])>,;:|"']|$)(?![\s\])>,;:|"'T]{1,3}\d{1,2}[:.h時时点點시]?\d{2})(?!\W*(?:\w+\W+){0,2}\d{1,2}:\d{2}:\d{2})`;

export const dayFormat = (context: ReadingContext): TimestampFormat =>
  new ShapeFormat({ name: "date", shape: DAY_ONLY }, context);

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
  const { shape, leaves, ignoresCase }: DateShape = SHAPES[name];
  const isAnchored = shape.startsWith("^");
  return new ShapeFormat(
    {
      name,
      shape: atStart && !isAnchored ? String.raw`^[\s[(<"']{0,2}${shape}` : shape,
      leaves,
      ignoresCase,
    },
    context,
  );
}
