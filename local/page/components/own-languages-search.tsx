import { searchServer } from "../model/search-server.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { useAwsSearch } from "./aws-search.tsx";
import { useGoogleSearch } from "./google-search.tsx";
import { MergedSearch } from "./merged-search.tsx";
import { SearchPanel } from "./search-panel.tsx";
import { useServerSearch } from "./server-search.tsx";

interface OwnLanguagesSearchProps {
  readonly query: Readonly<Record<string, string>>;
  readonly range: LookBack;
  readonly merged: boolean;
}

/** Both clouds, and a search server if there is one, side by side or on one time line; each has its own query language. */
export function OwnLanguagesSearch({ query: asked, range, merged }: OwnLanguagesSearchProps) {
  const { source = "aws", pattern = "", query = "", text = "" } = asked;
  const origin = useStore(searchServer);
  const inAws = source.startsWith("aws") ? source : "aws";
  const clouds = [useAwsSearch({ source: inAws, pattern, range }), useGoogleSearch({ query, range })];
  const server = useServerSearch({ origin, text, range });
  const parts = origin === undefined ? clouds : [...clouds, server];
  return (
    <div class={`side-by-side ${merged ? "one" : parts.length === 3 ? "three" : ""}`}>
      {merged ? (
        <MergedSearch parts={parts} />
      ) : (
        parts.map((part) => <SearchPanel key={part.id} part={part} />)
      )}
    </div>
  );
}
