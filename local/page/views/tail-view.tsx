import { useEffect, useMemo, useState } from "preact/hooks";
import type { LogLine } from "../../control/lines/log-line.ts";
import { ConnectHint } from "../components/connect-hint.tsx";
import { LevelHistogram } from "../components/level-histogram.tsx";
import { LineDetails } from "../components/line-details.tsx";
import { LineRow } from "../components/line-row.tsx";
import { Moment } from "../components/moment.tsx";
import { NewestEventHint } from "../components/newest-event-hint.tsx";
import { PatternBox } from "../components/pattern-box.tsx";
import { SourceSelect } from "../components/source-select.tsx";
import { VirtualList } from "../components/virtual-list.tsx";
import { readPattern } from "../model/filter-pattern.ts";
import { FilteredTail } from "../model/filtered-tail.ts";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";
import { useStore } from "../model/store.ts";
import { missedCount, tailBuffer } from "../model/tail-buffer.ts";
import { useTailCounts } from "../model/tail-counts.ts";
import { type LookBack, lookBackOf } from "../model/time-range.ts";

/** A quarter of an hour: what is older is no news. */
const RECENT = 900_000;

/** What all sources take in, as it comes, through a filter pattern that is applied as it is typed. */
export function TailView({ route }: { route: HashRoute }) {
  const { filter = "", source = "all" } = route.query;
  const { span, to } = lookBackOf(route.query, 0);
  const [following, setFollowing] = useState(true);
  const [selected, setSelected] = useState<LogLine | undefined>(undefined);
  const [, setFrame] = useState(0);
  useEffect(() => tailBuffer.subscribe(() => setFrame((frame) => frame + 1)), []);

  const pattern = useMemo(() => readPattern(filter).pattern, [filter]);
  const tail = useMemo(
    () =>
      new FilteredTail(
        tailBuffer,
        (line) =>
          pattern !== undefined &&
          isFrom(line, source) &&
          isIn(line, { span, to }) &&
          pattern.test(line.message),
      ),
    [pattern, source, span, to],
  );
  const lines = tail.lines();
  const [held, setHeld] = useState<{ tail: FilteredTail; lines: readonly LogLine[] } | undefined>(undefined);
  const missed = useStore(missedCount);
  const paused = held?.tail === tail ? held.lines : undefined;
  const shown = paused ?? lines;
  const counts = useTailCounts(shown);

  return (
    <>
      <div class="toolbar">
        <SourceSelect
          id="tail-source"
          all
          google
          value={source}
          onChange={(value) => replaceQuery({ source: value })}
        />
        <PatternBox id="tail-filter" value={filter} onInput={(value) => replaceQuery({ filter: value })} />
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
      {to !== undefined && (
        <p class="range-hint">
          <Moment at={to - span} /> to <Moment at={to} />{" "}
          <button type="button" onClick={() => replaceQuery({ to: undefined, span: undefined })}>
            all lines
          </button>
        </p>
      )}
      {counts && (
        <LevelHistogram
          label="Lines by level over time"
          counts={counts}
          onNarrow={(start, end) => replaceQuery({ to: String(end), span: String(end - start) })}
        />
      )}
      {tailBuffer.end === 0 && <ConnectHint />}
      {tailBuffer.end === 0 && <NewestEventHint span={RECENT} view="search" />}
      {pattern === undefined ? (
        <p class="empty">Lines are shown when the pattern is right.</p>
      ) : (
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
      )}
      {selected && (
        <LineDetails
          line={selected}
          pattern={filter}
          onNarrow={(next) => replaceQuery({ filter: next })}
          onClose={() => setSelected(undefined)}
        />
      )}
    </>
  );
}

function isFrom(line: LogLine, source: string): boolean {
  const [cloud, ...name] = source.split(":");
  return cloud === "all" || (line.cloud === cloud && (name.length === 0 || line.source === name.join(":")));
}

function isIn({ timestamp }: LogLine, { span, to }: LookBack): boolean {
  return to === undefined || (timestamp >= to - span && timestamp < to);
}
