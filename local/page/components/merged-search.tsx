import { useMemo } from "preact/hooks";
import { merged } from "../model/found-lines.ts";
import { pushQuery } from "../model/hash-route.ts";
import { SearchHeading, type SearchPart } from "./search-panel.tsx";
import { SearchResults } from "./search-results.tsx";

/** Several sources on one time line, each asked in its own language. */
export function MergedSearch({ parts }: { parts: readonly SearchPart[] }) {
  const found = parts.map(({ query }) => query.value);
  const lines = useMemo(() => merged(found), found);
  const problems = parts.flatMap(({ title, query }) =>
    query.problem === undefined ? [] : [`${title}: ${query.problem}`],
  );
  return (
    <section class="panel" aria-label="All sources on one time line">
      <div class="search-sources">
        {parts.map((part) => (
          <div key={part.id}>
            <SearchHeading {...part} />
            <div class="toolbar">{part.fields}</div>
          </div>
        ))}
      </div>
      {problems.map((problem) => (
        <p class="problem" role="alert" key={problem}>
          {problem}
        </p>
      ))}
      <SearchResults
        label="Lines found"
        lines={lines}
        more={found.some((one) => one?.more)}
        problem={undefined}
        onNarrow={(pattern) => pushQuery({ pattern, view: undefined })}
        loading={parts.some(({ query }) => query.loading)}
      />
    </section>
  );
}
