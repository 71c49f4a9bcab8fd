import { CycleAnchor, CycleReader, type CycleStart } from "./dates/cycle.ts";
import { UTC, WallClock, type Zone, zoneOf } from "./dates/zone.ts";
import { SHARED_ABBREVIATIONS } from "./dates/zone-offsets.ts";
import { detectTimestampFormat, type TimestampFormat, timestampFormat } from "./timestamp.ts";

/** How the times of lines are read. */
export interface DatingOptions {
  /** Name or strptime pattern of the format. @default guessed from the first lines */
  readonly timestampFormat?: string | undefined;
  /** The zone of times that do not say theirs. @default UTC */
  readonly zone?: Zone | undefined;
  /** @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** Reads the times of the lines of one file, in their order. */
export class Dating {
  readonly format: TimestampFormat;
  readonly #clock: WallClock;
  /** Dates that stand further behind are what messages tell of. */
  readonly #furthest: number;
  #cycle: CycleReader | undefined;

  constructor(format: TimestampFormat, { zone = UTC }: DatingOptions, furthest = Number.POSITIVE_INFINITY) {
    this.format = format;
    this.#clock = new WallClock(zone);
    this.#furthest = furthest;
  }

  /** Says in which year (or on which day) the file begins, when its dates leave that out. */
  startAt(start: CycleStart): void {
    this.#cycle = new CycleReader(start);
  }

  /** Has the anchor see the times that leave something out. */
  show(line: string, anchor: CycleAnchor): void {
    const wall = this.#read(line);
    if (wall !== undefined) anchor.see(wall);
  }

  /** Milliseconds since the epoch; undefined when the line has no time of its own. */
  read(line: string): number | undefined {
    const time = this.#read(line);
    if (time === undefined || this.#cycle === undefined) return time;
    return (this.format.zone ?? this.#clock).toUtc(this.#cycle.read(time));
  }

  #read(line: string): number | undefined {
    const time = this.format.read(line);
    return time !== undefined && this.format.position <= this.#furthest ? time : undefined;
  }
}

/**
 * How the first lines of a file say their times.
 *
 * @returns undefined when they do not
 * @throws UnknownTimestampFormatError when the format that is asked for is unknown
 */
export function datingOf(lines: readonly string[], options: DatingOptions): Dating | undefined {
  const { timestampFormat: name, zone, now } = options;
  if (name !== undefined) {
    const format = timestampFormat(name, { zone, now });
    if (!lines.some((line) => format.read(line) !== undefined)) return undefined;
    format.restart?.();
    return new Dating(format, options);
  }
  const format = detectTimestampFormat(lines, { zone, now });
  if (!format) return undefined;
  const positions = lines.flatMap((line) => (format.read(line) === undefined ? [] : [format.position]));
  format.restart?.();
  positions.sort((one, other) => one - other);
  const usual = positions[Math.floor(positions.length * 0.95)] ?? 0;
  return new Dating(format, options, usual * 2 + 32);
}

/** Whether the numbers of these dates may mean another day: the month first or the day first, and no line tells which. */
export function isDayUnclear(
  format: TimestampFormat,
  lines: readonly string[],
  options: DatingOptions,
): boolean {
  const other = { us: "european", european: "us" }[format.name];
  if (other === undefined) return false;
  const swapped = timestampFormat(other, options);
  const timed = lines.filter((line) => format.read(line) !== undefined);
  return (
    timed.every((line) => swapped.read(line) !== undefined) &&
    timed.some((line) => swapped.read(line) !== format.read(line))
  );
}

/** What is said of a zone that was seen. */
export interface ZoneNote {
  readonly zone: string;
  /** What else the abbreviation may mean; undefined when the zone is not known at all. */
  readonly orOf?: string | undefined;
}

const BEHIND_CLOCK =
  /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s\(?(?:([A-Z]{2,4}T)(?![\w/-])|([A-Z]{3,5})(?= (?:19|20)\d{2}\b)|((?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)\/[A-Z]\w+)|(AST|BST|CST|IST|SST)(?![\w/-]))/;
/** Words that look like zones and are none. */
const WORDS =
  /^(?:GET|PUT|POST|ALERT|AUDIT|EVENT|START|HOST|ROOT|TEXT|BOOT|INIT|EXIT|REST|HIT|MQTT|JWT|SORT|TEST|LIST|HALT|WAIT|NOT)$/;
const MOST = 0.9;

/** What must be said of the zone behind the times of these lines, when most of them have the same. */
export function zoneNoteOf(lines: readonly string[]): ZoneNote | undefined {
  const counts = new Map<string, number>();
  let timed = 0;
  for (const line of lines) {
    if (/\d:\d{2}/.test(line)) timed++;
    const zone = BEHIND_CLOCK.exec(line)
      ?.slice(1)
      .find((text) => text !== undefined);
    if (zone !== undefined) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  for (const [zone, count] of counts) {
    if (count < timed * MOST || WORDS.test(zone)) continue;
    if (zoneOf(zone) === undefined) return { zone };
    const orOf = SHARED_ABBREVIATIONS[zone];
    if (orOf !== undefined) return { zone, orOf };
  }
  return undefined;
}

/** A line with its time. */
interface DatedText {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Lines with their times: one without a time has that of the line before, and those ahead of the first time have that. Dates that
 * leave out the year are the latest that are not in the future.
 *
 * @returns undefined when no time is found
 */
export function datedTexts(lines: readonly string[], options: DatingOptions = {}): DatedText[] | undefined {
  const dating = datingOf(lines, options);
  if (!dating) return undefined;
  const { leaves } = dating.format;
  if (leaves !== undefined) {
    const [anchor, reader] = [new CycleAnchor(leaves), datingOf(lines, options)!];
    for (const line of lines) reader.show(line, anchor);
    dating.startAt(anchor.start((options.now ?? Date.now)()));
  }
  const times = lines.map((line) => dating.read(line));
  let last = times.find((time) => time !== undefined)!;
  return lines.flatMap((message, index) => {
    last = times[index] ?? last;
    return message === "" ? [] : [{ timestamp: last, message }];
  });
}
