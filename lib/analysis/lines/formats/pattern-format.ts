import { timeOf } from "./date-parts.ts";
import { type TimestampFormat, UnknownTimestampFormatError } from "./timestamp-format.ts";

const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: "(?<year>\\d{4})",
  y: "(?<year>\\d{2})",
  m: "(?<month>\\d{2})",
  d: "(?<day>\\d{1,2})",
  e: "\\s?(?<day>\\d{1,2})",
  b: "(?<month>[A-Z][a-z]{2})",
  B: "(?<month>[A-Z][a-z]{2,8})",
  a: "[A-Z][a-z]{2}",
  H: "(?<hour>\\d{2})",
  I: "(?<hour>\\d{1,2})",
  p: "(?<half>[AaPp][Mm])",
  M: "(?<minute>\\d{2})",
  S: "(?<second>\\d{2})",
  f: "(?<fraction>\\d{1,9})",
  L: "(?<fraction>\\d{3})",
  z: "(?<zone>Z|[+-]\\d{2}:?\\d{2})",
  s: "(?<epoch>\\d{10})",
  "%": "%",
};

/**
 * A format such as `%d/%b/%Y:%H:%M:%S %z`, with the directives of strftime.
 *
 * @throws UnknownTimestampFormatError for an unknown directive, or one that stands twice
 */
export function patternFormat(pattern: string): TimestampFormat {
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
  const shape = shapeOf(pattern, source);
  return {
    name: pattern,
    read(line) {
      const groups = shape.exec(line)?.groups;
      if (!groups) return undefined;
      return groups["epoch"] === undefined ? timeOf(groups) : Number(groups["epoch"]) * 1_000;
    },
  };
}

function shapeOf(pattern: string, source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (cause) {
    throw new UnknownTimestampFormatError(
      `The timestamp format "${pattern}" names a part of the date twice: expected each once.`,
      { cause },
    );
  }
}
