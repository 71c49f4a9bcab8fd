import { timeOf } from "./date-parts.ts";
import type { TimestampFormat } from "./timestamp-format.ts";

const SHAPE =
  /^(?<day>\d{2})\/(?<month>[A-Z][a-z]{2})\/(?<year>\d{4}):(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}) (?<zone>[+-]\d{4})/;

/** `[17/May/2015:10:05:03 +0000]`. Lines of one minute share the parsed prefix, so most cost two digits. */
export function apacheFormat(): TimestampFormat {
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
      const parts = SHAPE.exec(line.slice(open + 1, open + 28))?.groups;
      const time = parts && timeOf(parts);
      if (time === undefined) return undefined;
      minuteText = line.slice(open + 1, open + 19);
      zoneText = parts!["zone"]!;
      minuteStart = time - seconds * 1_000;
      return time;
    },
  };
}
