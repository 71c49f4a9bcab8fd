/** Reads the time of a log line. */
export interface TimestampFormat {
  /** `"apache"`, `"iso"`, `"slash"`, `"syslog"`, `"epoch"`, `"json"`, or the pattern it was made of. */
  readonly name: string;
  /** Milliseconds since the epoch, or undefined when the line has no such time. Times without a zone are UTC. */
  read(line: string): number | undefined;
}

/** A timestamp format that nobody knows. The message lists those that there are. */
export class UnknownTimestampFormatError extends Error {
  override readonly name = "UnknownTimestampFormatError";
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MINUTE = 60_000;

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone === "" || zone === "Z" || zone === "z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * MINUTE;
}

/** `[17/May/2015:10:05:03 +0000]`. Lines of one minute share the parsed prefix, so most cost two digits. */
function apacheFormat(): TimestampFormat {
  const shape = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})/;
  let minuteText = "";
  let zoneText = "";
  let minuteStart = 0;
  return {
    name: "apache",
    read(line) {
      const open = line.indexOf("[");
      if (open === -1) return undefined;
      const seconds = (line.charCodeAt(open + 19) - 48) * 10 + line.charCodeAt(open + 20) - 48;
      if (
        line.startsWith(minuteText, open + 1) &&
        line.startsWith(zoneText, open + 22) &&
        minuteText &&
        seconds >= 0 &&
        seconds < 61
      )
        return minuteStart + seconds * 1_000;
      const match = shape.exec(line.slice(open + 1, open + 28));
      if (!match) return undefined;
      const [, day, month, year, hour, minute, second, zone] = match;
      const monthIndex = MONTHS.indexOf(month!);
      if (monthIndex === -1) return undefined;
      minuteText = line.slice(open + 1, open + 19);
      zoneText = zone!;
      minuteStart =
        Date.UTC(Number(year), monthIndex, Number(day), Number(hour), Number(minute)) - zoneOffset(zone);
      return minuteStart + Number(second) * 1_000;
    },
  };
}

const ISO = /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|z|[+-]\d{2}:?\d{2})?/;
const SLASH = /(\d{4})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z)?/;

function dateFormat(name: string, shape: RegExp): TimestampFormat {
  return {
    name,
    read(line) {
      const match = shape.exec(line);
      if (!match) return undefined;
      const [, year, month, day, hour, minute, second, fraction = "", zone] = match;
      const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
      const time = Date.UTC(
        Number(year),
        Number(month) - 1,
        Number(day),
        Number(hour),
        Number(minute),
        Number(second),
        milliseconds,
      );
      return time - zoneOffset(zone);
    },
  };
}

/** `Jan  2 03:04:05`, without a year: the latest one in which the time is not in the future. */
function syslogFormat(now: () => number): TimestampFormat {
  const shape = /^(?:<\d+>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})/;
  return {
    name: "syslog",
    read(line) {
      const [, month, day, hour, minute, second] = shape.exec(line) ?? [];
      const monthIndex = MONTHS.indexOf(month ?? "");
      if (monthIndex === -1) return undefined;
      const year = new Date(now()).getUTCFullYear();
      const at = (inYear: number) =>
        Date.UTC(inYear, monthIndex, Number(day), Number(hour), Number(minute), Number(second));
      return at(year) <= now() + 24 * 60 * MINUTE ? at(year) : at(year - 1);
    },
  };
}

/** Seconds from 2001 on have ten digits until 2286, milliseconds thirteen. */
function fromEpoch(value: number): number | undefined {
  if (value >= 1e9 && value < 1e10) return Math.floor(value * 1_000);
  if (value >= 1e12 && value < 1e13) return Math.floor(value);
  if (value >= 1e15 && value < 1e16) return Math.floor(value / 1_000);
  if (value >= 1e18 && value < 1e19) return Math.floor(value / 1_000_000);
  return undefined;
}

const epochFormat: TimestampFormat = {
  name: "epoch",
  read(line) {
    const [, digits] = /^\s*\[?(\d{10,19}(?:\.\d+)?)\b/.exec(line) ?? [];
    return digits === undefined ? undefined : fromEpoch(Number(digits));
  },
};

const JSON_FIELDS = ["timestamp", "@timestamp", "time", "ts", "eventTime", "datetime", "date"];

const jsonFormat: TimestampFormat = {
  name: "json",
  read(line) {
    if (!/^\s*\{/.test(line)) return undefined;
    let document: Record<string, unknown>;
    try {
      document = JSON.parse(line) as Record<string, unknown>;
    } catch {
      return undefined;
    }
    for (const field of JSON_FIELDS) {
      const value = document[field];
      if (typeof value === "number") return fromEpoch(value);
      if (typeof value !== "string") continue;
      const time = dateFormat("iso", ISO).read(value) ?? fromEpoch(Number(value));
      if (time !== undefined) return time;
    }
    return undefined;
  },
};

const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: "(?<year>\\d{4})",
  m: "(?<month>\\d{2})",
  d: "(?<day>\\d{1,2})",
  e: "\\s?(?<day>\\d{1,2})",
  b: "(?<monthName>[A-Z][a-z]{2})",
  H: "(?<hour>\\d{2})",
  M: "(?<minute>\\d{2})",
  S: "(?<second>\\d{2})",
  f: "(?<fraction>\\d{1,9})",
  L: "(?<fraction>\\d{3})",
  z: "(?<zone>Z|[+-]\\d{2}:?\\d{2})",
  s: "(?<epoch>\\d{10})",
  "%": "%",
};

/** A format such as `%d/%b/%Y:%H:%M:%S %z`, with the directives of strftime. @throws UnknownTimestampFormatError */
function patternFormat(pattern: string): TimestampFormat {
  const source = pattern.replaceAll(/%(.)|[\\^$.*+?()[\]{}|]/g, (whole, directive: string | undefined) => {
    if (directive === undefined) return `\\${whole}`;
    const part = DIRECTIVES[directive];
    if (part !== undefined) return part;
    throw new UnknownTimestampFormatError(
      `The timestamp format "${pattern}" has the unknown directive %${directive}: expected one of ${Object.keys(
        DIRECTIVES,
      )
        .map((name) => `%${name}`)
        .join(" ")}.`,
    );
  });
  const shape = new RegExp(source);
  return {
    name: pattern,
    read(line) {
      const groups = shape.exec(line)?.groups;
      if (!groups) return undefined;
      if (groups["epoch"] !== undefined) return Number(groups["epoch"]) * 1_000;
      const month =
        groups["month"] === undefined
          ? MONTHS.indexOf(groups["monthName"] ?? "Jan")
          : Number(groups["month"]) - 1;
      const part = (name: string, missing: number) => Number(groups[name] ?? missing);
      const milliseconds = Number((groups["fraction"] ?? "0").padEnd(3, "0").slice(0, 3));
      const time = Date.UTC(
        part("year", 1970),
        month,
        part("day", 1),
        part("hour", 0),
        part("minute", 0),
        part("second", 0),
        milliseconds,
      );
      return time - zoneOffset(groups["zone"]);
    },
  };
}

/** Formats that are recognized by themselves; of those that fit equally well the first is taken. */
function knownFormats(now: () => number): readonly TimestampFormat[] {
  return [
    jsonFormat,
    apacheFormat(),
    dateFormat("iso", ISO),
    dateFormat("slash", SLASH),
    syslogFormat(now),
    epochFormat,
  ];
}

/**
 * The format of a name (`apache`, `iso`, `slash`, `syslog`, `epoch`, `json`) or a strftime pattern.
 *
 * @throws UnknownTimestampFormatError
 */
export function timestampFormat(name: string, now: () => number = Date.now): TimestampFormat {
  const formats = knownFormats(now);
  const known = formats.find((format) => format.name === name);
  if (known) return known;
  if (name.includes("%")) return patternFormat(name);
  throw new UnknownTimestampFormatError(
    `There is no timestamp format "${name}": expected ${formats.map((format) => format.name).join(", ")}, or a pattern such as "%d/%b/%Y:%H:%M:%S %z".`,
  );
}

/**
 * Guesses the format of the times in a few lines: the one that reads most of them.
 *
 * @returns undefined when none reads any
 */
export function detectTimestampFormat(
  lines: readonly string[],
  now: () => number = Date.now,
): TimestampFormat | undefined {
  let best: TimestampFormat | undefined;
  let most = 0;
  for (const format of knownFormats(now)) {
    const read = lines.filter((line) => format.read(line) !== undefined).length;
    if (read > most) [best, most] = [format, read];
  }
  return best;
}
