import { useAwsSearch } from "../components/aws-search.tsx";
import { useGoogleSearch } from "../components/google-search.tsx";
import { MergedSearch } from "../components/merged-search.tsx";
import { NewestEventHint } from "../components/newest-event-hint.tsx";
import { SearchPanel } from "../components/search-panel.tsx";
import { useServerSearch } from "../components/server-search.tsx";
import { SpanSelect } from "../components/span-select.tsx";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";
import { searchServer } from "../model/search-server.ts";
import { useStore } from "../model/store.ts";
import { lookBackOf } from "../model/time-range.ts";

const DEFAULT_SPAN = 3_600_000;
const MERGED = "one";

/** Both clouds, and a search server if there is one, side by side or on one time line; each has its own query language. */
export function SearchView({ route }: { route: HashRoute }) {
  const { source = "aws", pattern = "", query = "", text = "", view } = route.query;
  const range = lookBackOf(route.query, DEFAULT_SPAN);
  const origin = useStore(searchServer);
  const clouds = [useAwsSearch({ source, pattern, range }), useGoogleSearch({ query, range })];
  const server = useServerSearch({ origin, text, range });
  const parts = origin === undefined ? clouds : [...clouds, server];
  const isMerged = view === MERGED;
  return (
    <>
      <div class="toolbar">
        <SpanSelect
          id="search-span"
          value={range.span}
          onChange={(value) => replaceQuery({ span: String(value) })}
        />
        <button
          type="button"
          aria-pressed={isMerged}
          onClick={() => replaceQuery({ view: isMerged ? undefined : MERGED })}
        >
          One time line
        </button>
        <NewestEventHint {...range} />
      </div>
      <div class={`side-by-side ${isMerged ? "one" : parts.length === 3 ? "three" : ""}`}>
        {isMerged ? (
          <MergedSearch parts={parts} />
        ) : (
          parts.map((part) => <SearchPanel key={part.id} part={part} />)
        )}
      </div>
    </>
  );
}
