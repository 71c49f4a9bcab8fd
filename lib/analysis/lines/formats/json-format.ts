import { dateFormat, dateFormatNames } from "./date-formats.ts";
import { fromEpoch, timeOfDigits } from "./epoch-format.ts";
import type { ReadingContext, TimestampFormat } from "./timestamp-format.ts";

/** Members that loggers keep the time in, the usual ones first. */
const MEMBERS = [
  "timestamp",
  "@timestamp",
  "time",
  "ts",
  "@t",
  "eventTime",
  "event_time",
  "datetime",
  "date",
  "asctime",
  "timeMillis",
  "epochMillis",
  "instant",
  "timeUnixNano",
  "requestTimeEpoch",
  "requestTime",
  "created",
  "__REALTIME_TIMESTAMP",
  "receiveTimestamp",
  "observedTimeUnixNano",
];

/** Other names of members that tell of a time; which of them is the line's depends on where they stand. */
const TIME_NAME =
  /(?:^|[^a-z])(?:time|date|ts|at|when|t)(?:$|[^a-z])|time(?:stamp)?|[a-z]At$|epoch|date(?:time)?$/i;
/** Names that sound so and mean something else. */
const OTHER_NAME =
  /timeout|runtime|time_?zone|timetaken|time_?taken|uptime|duration|elapsed|latency|update|expir|valid|until|created_?at|birth|deadline|due|next|last|start_?up|not_?(?:before|after)/i;
/** Lists count as well: in an export of OpenTelemetry the time lies within three of them. */
const DEEPEST = 8;
/** A document has its time in one of its first members and elements. */
const WIDEST = 30;
/** After so many lines in vain a log is one whose lines have no times. */
const MOST_TRIES = 2_000;
const MOST_PATHS = 12;

type Path = readonly string[];

/** Lines that are JSON objects: by the members that loggers keep the time in, never by what is in a text. */
export class JsonFormat implements TimestampFormat {
  readonly name = "json";
  readonly position = 0;
  readonly #values: ValueReader;
  /** Where times were found, the best place first. */
  #paths: Path[] = MEMBERS.map((name) => [name]);
  #tries = 0;
  /** The text that a top-level member begins with; empty until one was found. */
  #key = "";

  constructor(context: ReadingContext) {
    this.#values = new ValueReader(context);
  }

  read(line: string): number | undefined {
    if (!isObject(line)) return undefined;
    if (this.#key !== "") {
      const time = this.#readByKey(line);
      if (time !== undefined) return time;
    }
    const document = parsed(line);
    if (document === undefined) return undefined;
    for (const path of this.#paths) {
      const time = this.#values.read(valueAt(document, path));
      if (time === undefined) continue;
      this.#key = path.length === 1 ? `${JSON.stringify(path[0])}:` : "";
      return time;
    }
    return this.#readParts(document) ?? this.#discover(document);
  }

  /** A date and a time of day in members of their own. */
  #readParts(document: object): number | undefined {
    const { date, time } = document as Record<string, unknown>;
    if (typeof date !== "string" || typeof time !== "string") return undefined;
    return this.#values.readText(`${date} ${time}`);
  }

  /**
   * Without parsing the line. Within a text no quotation mark stands alone, so that the name is a member's wherever it is found;
   * it is one of the object itself when no other begins before it.
   */
  #readByKey(line: string): number | undefined {
    const key = this.#key;
    const at = line.indexOf(key);
    if (at === -1) return undefined;
    const opening = line.indexOf("{", line.indexOf("{") + 1);
    if (opening !== -1 && opening < at) return undefined;
    let from = at + key.length;
    while (line.charCodeAt(from) === 0x20) from++;
    if (line.charCodeAt(from) === 0x22) {
      const end = line.indexOf('"', from + 1);
      const text = end === -1 ? "" : line.slice(from + 1, end);
      return text.includes("\\") ? undefined : this.#values.readText(text);
    }
    const digits = /^[\d.]{10,24}(?=[,}\s])/.exec(line.slice(from, from + 26))?.[0];
    return digits === undefined ? undefined : this.#values.readText(digits);
  }

  /** Looks for a member with a name that tells of a time, the outer ones first. */
  #discover(document: object): number | undefined {
    if (this.#paths.length >= MEMBERS.length + MOST_PATHS || this.#tries >= MOST_TRIES) return undefined;
    this.#tries++;
    let level: { readonly path: Path; readonly value: object }[] = [{ path: [], value: document }];
    for (let depth = 0; depth < DEEPEST; depth++) {
      const found = this.#discoverIn(level);
      if (found !== undefined) return found;
      level = level.flatMap(({ path, value }) =>
        entriesOf(value).flatMap(([name, inner]) =>
          typeof inner === "object" && inner !== null
            ? [{ path: [...path, name], value: inner as object }]
            : [],
        ),
      );
    }
    return undefined;
  }

  #discoverIn(level: readonly { readonly path: Path; readonly value: object }[]): number | undefined {
    const named = level.flatMap(({ path, value }) =>
      entriesOf(value)
        .filter(([name]) => MEMBERS.includes(name) || (TIME_NAME.test(name) && !OTHER_NAME.test(name)))
        .map(([name, inner]) => ({ path: [...path, name], name, inner: inner as unknown })),
    );
    named.sort((one, other) => rankOf(one.name) - rankOf(other.name));
    for (const { path, inner } of named) {
      const time = this.#values.read(inner);
      if (time === undefined) continue;
      this.#paths.push(path);
      return time;
    }
    return undefined;
  }
}

const entriesOf = (value: object): [string, unknown][] =>
  Object.entries(value).slice(0, Array.isArray(value) ? 1 : WIDEST);

const rankOf = (name: string): number => (MEMBERS.includes(name) ? MEMBERS.indexOf(name) : MEMBERS.length);

/** Whether a line begins as a JSON object does. */
export const isObject = (line: string): boolean =>
  line.charCodeAt(0) === 0x7b || /^\s*\{\s*["}]/.test(line.slice(0, 64));

function parsed(line: string): object | undefined {
  try {
    return JSON.parse(line) as object;
  } catch {
    return undefined;
  }
}

function valueAt(document: object, path: Path): unknown {
  let value: unknown = document;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Reads the value of a member as a time: a text that begins with a date, a number since the epoch, or an object of them. */
class ValueReader {
  readonly #formats: readonly TimestampFormat[];
  readonly #latest: number;
  #last: TimestampFormat | undefined;

  constructor(context: ReadingContext) {
    this.#formats = dateFormatNames
      .map((name) => dateFormat(name, context, { atStart: true }))
      .filter(({ leaves }) => !leaves);
    this.#latest = context.latest;
  }

  read(value: unknown): number | undefined {
    if (typeof value === "number") return fromEpoch(value, this.#latest);
    if (typeof value === "string") return this.readText(value);
    if (typeof value !== "object" || value === null) return undefined;
    const { seconds, nanos, epochSecond, nanoOfSecond, $date } = value as Record<string, unknown>;
    // As MongoDB writes it.
    if ($date !== undefined)
      return typeof $date === "object" ? this.read(Object.values($date ?? {})[0]) : this.read($date);
    // As protocol buffers and Cloud Logging, and as Log4j write it.
    const whole = Number(seconds ?? epochSecond);
    return fromEpoch(whole * 1_000 + Math.floor(Number(nanos ?? nanoOfSecond ?? 0) / 1e6), this.#latest);
  }

  readText(text: string): number | undefined {
    const time = this.#last?.read(text);
    if (time !== undefined) return time;
    for (const format of this.#formats) {
      const read = format.read(text);
      if (read === undefined) continue;
      this.#last = format;
      return read;
    }
    return timeOfDigits(text, this.#latest);
  }
}
