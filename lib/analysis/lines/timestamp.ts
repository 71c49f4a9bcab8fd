import { apacheFormat } from "./formats/apache-format.ts";
import { dateFormat, dateFormatNames, klogFormat, syslogFormat } from "./formats/date-formats.ts";
import { epochFormat } from "./formats/epoch-format.ts";
import { jsonFormat } from "./formats/json-format.ts";
import { patternFormat } from "./formats/pattern-format.ts";
import { type TimestampFormat, UnknownTimestampFormatError } from "./formats/timestamp-format.ts";

export { type TimestampFormat, UnknownTimestampFormatError } from "./formats/timestamp-format.ts";

/** Formats that are recognized by themselves; of those that fit equally well the first is taken. */
function knownFormats(now: () => number): readonly TimestampFormat[] {
  return [
    jsonFormat,
    apacheFormat(),
    ...dateFormatNames.map((name) => dateFormat(name)),
    syslogFormat(now),
    klogFormat(now),
    epochFormat,
  ];
}

/** Names of the formats that are recognized by themselves. */
export const timestampFormatNames: readonly string[] = knownFormats(Date.now).map(({ name }) => name);

/**
 * The format of a name such as `apache`, `iso` or `syslog`, or a strftime pattern.
 *
 * @throws UnknownTimestampFormatError
 */
export function timestampFormat(name: string, now: () => number = Date.now): TimestampFormat {
  const known = knownFormats(now).find((format) => format.name === name);
  if (known) return known;
  if (name.includes("%")) return patternFormat(name);
  throw new UnknownTimestampFormatError(
    `There is no timestamp format "${name}": expected ${timestampFormatNames.join(", ")}, or a pattern such as "%d/%b/%Y:%H:%M:%S %z".`,
  );
}

/** Of the times that a format reads anywhere, so many must stand at the start for the others to be no times of lines. */
const MOST = 0.9;

/**
 * Guesses the format of the times in a few lines: the one that reads most of them.
 *
 * @returns undefined when none reads any
 */
export function detectTimestampFormat(
  lines: readonly string[],
  now: () => number = Date.now,
): TimestampFormat | undefined {
  const count = (format: TimestampFormat) => lines.filter((line) => format.read(line) !== undefined).length;
  let best: TimestampFormat | undefined;
  let most = 0;
  for (const format of knownFormats(now)) {
    const read = count(format);
    if (read > most) [best, most] = [format, read];
  }
  const name = dateFormatNames.find((one) => one === best?.name);
  if (name === undefined) return best;
  const anchored = dateFormat(name, { atStart: true });
  return count(anchored) >= most * MOST ? anchored : best;
}
