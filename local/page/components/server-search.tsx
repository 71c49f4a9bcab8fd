import { replaceQuery } from "../model/hash-route.ts";
import { searchEvents } from "../model/search-server.ts";
import type { LookBack } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import type { SearchPart } from "./search-panel.tsx";
import { SyntaxBox } from "./syntax-box.tsx";

const NOTHING = { lines: [], more: false };

/** Events of the OpenSearch or Elasticsearch server, if there is one. */
export function useServerSearch({
  origin,
  text,
  range,
}: {
  origin: string | undefined;
  text: string;
  range: LookBack;
}): SearchPart {
  const query = useQuery(JSON.stringify([origin, text, range]), async () =>
    origin === undefined ? NOTHING : searchEvents(text, range),
  );
  return {
    id: "search-server",
    badge: { cloud: "search", text: "Search" },
    title: origin ?? "",
    label: "Events found",
    query,
    fields: (
      <SyntaxBox
        id="search-text"
        label="Words or query"
        value={text}
        placeholder={'payment failed, or severity_text:ERROR AND http.route:"/pay"'}
        onInput={(next) => replaceQuery({ text: next })}
        problem={undefined}
        hint={text === "" ? "Every event" : "Query in Lucene's syntax"}
      />
    ),
  };
}
