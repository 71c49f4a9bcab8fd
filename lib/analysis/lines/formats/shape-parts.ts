import { ABBREVIATIONS } from "../dates/zone-offsets.ts";

/** Parts of the regular expressions of dates. */
const MONTHS = [
  "Jan(?:uary)?",
  "Feb(?:ruary)?",
  "Mar(?:ch)?",
  "Apr(?:il)?",
  "May",
  "June?",
  "July?",
  "Aug(?:ust)?",
  "Sep(?:t(?:ember)?)?",
  "Oct(?:ober)?",
  "Nov(?:ember)?",
  "Dec(?:ember)?",
];
export const MONTH_NAME = String.raw`(?<month>${[...MONTHS, ...MONTHS.map((name) => name.toUpperCase())].join("|")})\.?`;
export const WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}";

/** Behind a point or a comma; behind a colon only as three digits. */
const FRACTION = String.raw`(?:(?:[.,]|:(?=\d{3}(?!\d)))(?<fraction>\d{1,9}))?`;
export const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2}):(?<second>\d{2})${FRACTION}`;
/** The seconds may be left out. */
export const SHORT_CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})${FRACTION}|(?![:\d]))`;
export const HALF = String.raw`(?:\s?(?<half>[AaPp]\.?[Mm]\b\.?))?`;

const AREAS =
  "(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)";
const NAMES = Object.keys(ABBREVIATIONS)
  .filter((name) => name !== "Z")
  .sort((one, other) => other.length - one.length)
  .join("|");

/** An offset, an abbreviation that is known, or a name of the time zone database. */
export const ZONE_TEXT = [
  String.raw`[Zz](?![A-Za-z\d])`,
  String.raw`(?:UTC|GMT)?[+-]\d{2}(?::?[0-5]\d(?::?[0-5]\d)?)?(?![\d:])`,
  String.raw`(?:UTC|GMT)[+-]\d{1,2}(?![\d:])`,
  String.raw`(?:${NAMES})(?![\w/-])`,
  String.raw`${AREAS}/[A-Z][\w+-]*(?:/[A-Z]\w*)?`,
].join("|");
export const ZONE = String.raw`(?:\s?[([]?(?<zone>${ZONE_TEXT}))?`;
