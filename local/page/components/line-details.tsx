import { indented, type LogLine } from "../model/log-line.ts";
import { dateAndTime } from "../model/times.ts";
import { CodeText } from "./code-text.tsx";

/** The whole of one line. */
export function LineDetails({ line, onClose }: { line: LogLine; onClose: () => void }) {
  return (
    <section class="details" aria-label="Selected line">
      <header>
        <strong>{line.source}</strong>
        <span class="dim">{line.stream}</span>
        <span class="dim">
          {dateAndTime(line.timestamp)}.{String(line.timestamp % 1_000).padStart(3, "0")} UTC
        </span>
        <span class="grow" />
        <button type="button" onClick={() => void navigator.clipboard?.writeText(line.message)}>
          Copy
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <CodeText text={indented(line.message)} />
    </section>
  );
}
