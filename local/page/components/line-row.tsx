import { toneOf } from "../../control/lines/line-tone.ts";
import type { LogLine } from "../../control/lines/log-line.ts";
import { partsOf } from "../model/log-line.ts";
import { localTime, timeOfDay } from "../model/times.ts";

const CLOUD_NAMES = { aws: "AWS", google: "GCP", search: "Search" } as const;
const LONGEST_SHOWN = 600;

/** One line of a log: time, where it is from, level, text and the other fields. */
export function LineRow({ line, source = true }: { line: LogLine; source?: boolean }) {
  const { level, text, fields } = partsOf(line);
  return (
    <>
      <span class="line-head">
        <span class="line-time" title={localTime(line.timestamp)}>
          {timeOfDay(line.timestamp)}
        </span>
        {source && (
          <span class="line-source" title={`${line.source} ${line.stream}`}>
            <span class={`cloud ${line.cloud}`}>{CLOUD_NAMES[line.cloud]}</span>
            {line.source}
          </span>
        )}
        <span class={`line-level ${toneOf(level)}`}>{level ?? ""}</span>
      </span>
      <span class="line-text">
        {text.slice(0, LONGEST_SHOWN)}
        {fields.length > 0 && (
          <span class="line-fields">
            {fields.map(([name, value]) => [" ", <i>{name}=</i>, value.slice(0, 200)])}
          </span>
        )}
      </span>
    </>
  );
}
