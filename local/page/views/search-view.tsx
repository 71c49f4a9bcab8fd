import { AllSourcesSearch } from "../components/all-sources-search.tsx";
import { NewestEventHint } from "../components/newest-event-hint.tsx";
import { OwnLanguagesSearch } from "../components/own-languages-search.tsx";
import { SpanSelect } from "../components/span-select.tsx";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";
import { lookBackOf } from "../model/time-range.ts";

const DEFAULT_SPAN = 3_600_000;
/** Each source in its own language, side by side or on one time line. */
const OWN = "own";
const OWN_MERGED = "one";

/** Everything that was logged, through one pattern or through the query language of each source. */
export function SearchView({ route }: { route: HashRoute }) {
  const { source = "all", pattern = "", line, view } = route.query;
  const range = lookBackOf(route.query, DEFAULT_SPAN);
  const isOwn = view === OWN || view === OWN_MERGED;
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
          aria-pressed={isOwn}
          onClick={() => replaceQuery({ view: isOwn ? undefined : OWN })}
        >
          Each in its own language
        </button>
        {isOwn && (
          <button
            type="button"
            aria-pressed={view === OWN_MERGED}
            onClick={() => replaceQuery({ view: view === OWN_MERGED ? OWN : OWN_MERGED })}
          >
            One time line
          </button>
        )}
        <NewestEventHint {...range} />
      </div>
      {isOwn ? (
        <OwnLanguagesSearch query={route.query} range={range} merged={view === OWN_MERGED} />
      ) : (
        <AllSourcesSearch source={source} pattern={pattern} range={range} line={line} />
      )}
    </>
  );
}
