import { useState } from "preact/hooks";
import type { LogLine } from "../model/log-line.ts";
import { Empty } from "./empty.tsx";
import { LineDetails } from "./line-details.tsx";
import { LineRow } from "./line-row.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface SearchResultsProps {
  readonly label: string;
  readonly lines: readonly LogLine[] | undefined;
  /** Whether there are more than those. */
  readonly more: boolean;
  readonly problem: string | undefined;
  readonly loading: boolean;
}

/** What a search has found, the oldest first. */
export function SearchResults({ label, lines = [], more, problem, loading }: SearchResultsProps) {
  const [selected, setSelected] = useState<LogLine | undefined>(undefined);
  const count = `${lines.length.toLocaleString("en")}${more ? " of more" : ""} found`;
  return (
    <>
      <p class="summary" role="status">
        {loading ? "Searching …" : count}
      </p>
      {lines.length === 0 ? (
        <Empty problem={problem}>{loading ? "" : "Nothing matches in this range."}</Empty>
      ) : (
        <VirtualList
          items={lines}
          label={label}
          keyOf={(line) => line.id}
          selected={selected}
          onSelect={setSelected}
          row={(line) => <LineRow line={line} />}
        />
      )}
      {selected && lines.includes(selected) && (
        <LineDetails line={selected} onClose={() => setSelected(undefined)} />
      )}
    </>
  );
}
