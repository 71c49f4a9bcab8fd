import type { ComponentChildren } from "preact";
import type { LogLine } from "../../control/lines/log-line.ts";
import type { FoundLines } from "../model/found-lines.ts";
import { pushQuery } from "../model/hash-route.ts";
import type { Query } from "../model/use-query.ts";
import { SearchResults } from "./search-results.tsx";

/** One source of lines with its fields and what it has found. */
export interface SearchPart {
  readonly id: string;
  readonly badge: { readonly cloud: LogLine["cloud"]; readonly text: string };
  readonly title: string;
  readonly label: string;
  readonly fields: ComponentChildren;
  readonly query: Query<FoundLines>;
}

export function SearchHeading({ id, badge, title }: SearchPart) {
  return (
    <h2 id={id}>
      <span class={`cloud ${badge.cloud}`}>{badge.text}</span> {title}
    </h2>
  );
}

/** One source by itself. */
export function SearchPanel({ part }: { part: SearchPart }) {
  const { value, problem, loading, refresh } = part.query;
  return (
    <section class="panel" aria-labelledby={part.id}>
      <SearchHeading {...part} />
      <div class="toolbar">
        {part.fields}
        <button type="button" onClick={refresh}>
          Search
        </button>
      </div>
      <SearchResults
        label={part.label}
        lines={value?.lines}
        more={value?.more ?? false}
        problem={problem}
        loading={loading}
        onNarrow={(pattern) => pushQuery({ pattern, view: undefined })}
      />
    </section>
  );
}
