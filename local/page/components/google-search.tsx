import { send } from "../model/api.ts";
import { cloudNow } from "../model/cloud-clock.ts";
import type { GoogleEntry } from "../model/cloud-types.ts";
import { replaceQuery } from "../model/hash-route.ts";
import { type LogLine, lineOfEntry } from "../model/log-line.ts";
import { useQuery } from "../model/use-query.ts";
import { SearchResults } from "./search-results.tsx";
import { SyntaxBox } from "./syntax-box.tsx";

const ENTRIES = 1_000;

interface Answer {
  readonly entries?: readonly GoogleEntry[];
  readonly nextPageToken?: string;
  /** What is wrong with the query. */
  readonly problem?: string;
  readonly position?: number;
}

interface Found {
  readonly lines: readonly LogLine[];
  readonly more: boolean;
  readonly mistake?: { readonly text: string; readonly offset: number };
}

/** `entries.list` of Cloud Logging over every project that has written something. */
export function GoogleSearch({ query, span }: { query: string; span: number }) {
  const { value, problem, loading, refresh } = useQuery(JSON.stringify([query, span]), () =>
    search(query, span),
  );
  return (
    <section class="panel" aria-labelledby="search-google">
      <h2 id="search-google">
        <span class="cloud google">GCP</span> Cloud Logging
      </h2>
      <div class="toolbar">
        <SyntaxBox
          id="search-query"
          label="Query"
          value={query}
          placeholder='severity>=ERROR AND jsonPayload.orderId="o-17"'
          onInput={(next) => replaceQuery({ query: next })}
          problem={value?.mistake}
          hint={query === "" ? "Every entry" : "Query of Cloud Logging"}
        />
        <button type="button" onClick={refresh}>
          Search
        </button>
      </div>
      <SearchResults
        label="Entries found"
        lines={value?.lines}
        more={value?.more ?? false}
        problem={problem}
        loading={loading}
      />
    </section>
  );
}

/** The query is checked as it was typed, so that mistakes are where the reader sees them. */
async function search(query: string, span: number): Promise<Found> {
  const start = new Date(cloudNow() - span).toISOString();
  const checked = await send<Answer>("POST", "google/entries", { filter: query, pageSize: 1 });
  if (checked.problem !== undefined)
    return { lines: [], more: false, mistake: { text: checked.problem, offset: checked.position ?? 0 } };
  const filter = query.trim() === "" ? `timestamp>="${start}"` : `(${query}\n) AND timestamp>="${start}"`;
  const { entries = [], nextPageToken } = await send<Answer>("POST", "google/entries", {
    filter,
    pageSize: ENTRIES,
  });
  return { lines: entries.map(lineOfEntry).reverse(), more: nextPageToken !== undefined };
}
