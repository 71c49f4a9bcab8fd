import { useEffect, useMemo, useState } from "preact/hooks";
import { ConnectHint } from "../components/connect-hint.tsx";
import { LineDetails } from "../components/line-details.tsx";
import { LineRow } from "../components/line-row.tsx";
import { SourceSelect } from "../components/source-select.tsx";
import { SyntaxBox } from "../components/syntax-box.tsx";
import { VirtualList } from "../components/virtual-list.tsx";
import { describePattern, readPattern } from "../model/filter-pattern.ts";
import { FilteredTail } from "../model/filtered-tail.ts";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";
import type { LogLine } from "../model/log-line.ts";
import { useStore } from "../model/store.ts";
import { missedCount, tailBuffer } from "../model/tail-buffer.ts";

/** What both clouds take in, as it comes, through a filter pattern that is applied as it is typed. */
export function TailView({ route }: { route: HashRoute }) {
  const { filter = "", source = "aws" } = route.query;
  const [following, setFollowing] = useState(true);
  const [selected, setSelected] = useState<LogLine | undefined>(undefined);
  const [, setFrame] = useState(0);
  useEffect(() => tailBuffer.subscribe(() => setFrame((frame) => frame + 1)), []);

  const typed = useMemo(() => readPattern(filter), [filter]);
  // While a pattern is wrong, the lines of the last one that was right stay.
  const [lastPattern, setLastPattern] = useState(() => typed.pattern ?? readPattern("").pattern!);
  if (typed.pattern && typed.pattern !== lastPattern) setLastPattern(typed.pattern);
  const pattern = typed.pattern ?? lastPattern;
  const tail = useMemo(
    () => new FilteredTail(tailBuffer, (line) => isFrom(line, source) && pattern.test(line.message)),
    [pattern, source],
  );
  const lines = tail.lines();
  const [held, setHeld] = useState<{ tail: FilteredTail; lines: readonly LogLine[] } | undefined>(undefined);
  const missed = useStore(missedCount);
  const paused = held?.tail === tail ? held.lines : undefined;
  const shown = paused ?? lines;

  return (
    <>
      <div class="toolbar">
        <SourceSelect
          id="tail-source"
          google
          value={source}
          onChange={(value) => replaceQuery({ source: value })}
        />
        <SyntaxBox
          id="tail-filter"
          label="Filter pattern"
          value={filter}
          placeholder='{ $.level = "ERROR" }   or   timeout -health   or   [ip, ..., status=5*, size]'
          onInput={(value) => replaceQuery({ filter: value })}
          problem={typed.pattern ? undefined : { text: typed.problem, offset: typed.offset }}
          hint={describePattern(pattern)}
        />
        <button
          type="button"
          aria-pressed={paused !== undefined}
          onClick={() => setHeld(paused ? undefined : { tail, lines })}
        >
          {paused ? "Resume" : "Pause"}
        </button>
        <button type="button" aria-pressed={following} onClick={() => setFollowing(!following)}>
          Follow
        </button>
      </div>
      <p class="summary" data-testid="tail-summary">
        {shown.length.toLocaleString("en")} of {(tailBuffer.end - tailBuffer.start).toLocaleString("en")}{" "}
        lines
        {paused &&
          lines.length > paused.length &&
          `, ${(lines.length - paused.length).toLocaleString("en")} new`}
        {missed > 0 && `; ${missed.toLocaleString("en")} batches came too fast to be shown`}
      </p>
      {tailBuffer.end === 0 && <ConnectHint />}
      <VirtualList
        items={shown}
        label="Log lines"
        keyOf={(line) => line.id}
        selected={selected}
        onSelect={setSelected}
        following={following && !paused}
        onFollow={setFollowing}
        row={(line) => <LineRow line={line} source={!source.includes(":")} />}
      />
      {selected && <LineDetails line={selected} onClose={() => setSelected(undefined)} />}
    </>
  );
}

function isFrom(line: LogLine, source: string): boolean {
  const [cloud, ...name] = source.split(":");
  return line.cloud === cloud && (name.length === 0 || line.source === name.join(":"));
}
