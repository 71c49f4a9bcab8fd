import { useMemo } from "preact/hooks";
import { clockReading } from "../model/cloud-clock.ts";
import { readPattern } from "../model/filter-pattern.ts";
import { pushQuery, replaceQuery } from "../model/hash-route.ts";
import { searchLines } from "../model/line-search.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import { useSettled } from "../model/use-settled.ts";
import { LevelHistogram } from "./level-histogram.tsx";
import { PatternBox } from "./pattern-box.tsx";
import { SearchResults } from "./search-results.tsx";
import { SourceSelect } from "./source-select.tsx";

interface AllSourcesSearchProps {
  readonly source: string;
  readonly pattern: string;
  readonly range: LookBack;
  /** Id of the line that is open. */
  readonly line: string | undefined;
}

/** One pattern over both clouds and the search server: how many lines there are, and the newest of them first. */
export function AllSourcesSearch({ source, pattern, range, line }: AllSourcesSearchProps) {
  // A range ends at the cloud's present, which the page hears of after it has appeared.
  const isTimeKnown = useStore(clockReading) !== undefined;
  const asked = useSettled(pattern);
  const isRight = useMemo(() => readPattern(pattern).pattern !== undefined, [pattern]);
  const { value, problem, loading } = useQuery(JSON.stringify([source, asked, range, isTimeKnown]), () =>
    searchLines(source, asked, range),
  );
  const found = isRight && value?.mistake === undefined ? value : undefined;
  return (
    <section class="panel search-all" aria-label="All sources">
      <div class="toolbar">
        <SourceSelect
          id="search-source"
          all
          google
          value={source}
          onChange={(next) => replaceQuery({ source: next, line: undefined })}
        />
        <PatternBox
          id="search-pattern"
          value={pattern}
          onInput={(next) => replaceQuery({ pattern: next, line: undefined })}
        />
      </div>
      {found && (
        <LevelHistogram
          label="Lines by level over time"
          counts={found.histogram}
          onNarrow={(start, end) => pushQuery({ to: String(end), span: String(end - start) })}
        />
      )}
      {found?.problems.map((one) => (
        <p class="problem" role="alert" key={one}>
          {one}
        </p>
      ))}
      {isRight ? (
        <SearchResults
          label="Lines found"
          lines={found?.lines}
          count={found?.count}
          more={found?.more ?? false}
          problem={problem}
          loading={loading || asked !== pattern}
          pattern={pattern}
          onNarrow={(next) => pushQuery({ pattern: next })}
          selectedId={line}
          onSelect={(next) => replaceQuery({ line: next })}
        />
      ) : (
        <p class="empty">Lines are searched when the pattern is right.</p>
      )}
    </section>
  );
}
