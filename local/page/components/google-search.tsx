import { clockReading } from "../model/cloud-clock.ts";
import { replaceQuery } from "../model/hash-route.ts";
import { searchEntries } from "../model/search-entries.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import type { SearchPart } from "./search-panel.tsx";
import { SyntaxBox } from "./syntax-box.tsx";

/** `entries.list` of Cloud Logging over every project that has written something. */
export function useGoogleSearch({ query: text, range }: { query: string; range: LookBack }): SearchPart {
  // A range ends at the cloud's present, which the page hears of after it has appeared.
  const isTimeKnown = useStore(clockReading) !== undefined;
  const query = useQuery(JSON.stringify([text, range, isTimeKnown]), () => searchEntries(text, range));
  return {
    id: "search-google",
    badge: { cloud: "google", text: "GCP" },
    title: "Cloud Logging",
    label: "Entries found",
    query,
    fields: (
      <SyntaxBox
        id="search-query"
        label="Query"
        value={text}
        placeholder='severity>=ERROR AND jsonPayload.orderId="o-17"'
        onInput={(next) => replaceQuery({ query: next })}
        problem={query.value?.mistake}
        hint={text === "" ? "Every entry" : "Query of Cloud Logging"}
      />
    ),
  };
}
