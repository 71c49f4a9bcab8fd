import { useState } from "preact/hooks";
import type { LogLine } from "../../control/lines/log-line.ts";
import { Empty } from "./empty.tsx";
import { LineDetails } from "./line-details.tsx";
import { LineRow } from "./line-row.tsx";
import { VirtualList } from "./virtual-list.tsx";

interface SearchResultsProps {
  readonly label: string;
  readonly lines: readonly LogLine[] | undefined;
  /** How many were found, when not all of them are in `lines`. */
  readonly count?: number | undefined;
  /** Whether there are more than those. */
  readonly more: boolean;
  readonly problem: string | undefined;
  readonly loading: boolean;
  /** The filter pattern by which they were found. @default "" */
  readonly pattern?: string;
  /** Takes a pattern that finds less. */
  readonly onNarrow: (pattern: string) => void;
  /** Line that is open at first. */
  readonly selectedId?: string | undefined;
  readonly onSelect?: (id: string | undefined) => void;
}

/** What a search has found, the newest first. */
export function SearchResults({
  label,
  lines = [],
  count = lines.length,
  more,
  problem,
  loading,
  pattern = "",
  onNarrow,
  selectedId,
  onSelect,
}: SearchResultsProps) {
  const [chosen, setChosen] = useState(selectedId);
  const selected = chosen === undefined ? undefined : lines.find(({ id }) => id === chosen);
  const select = (line: LogLine | undefined): void => {
    setChosen(line?.id);
    onSelect?.(line?.id);
  };
  const total = `${more ? "More than " : ""}${count.toLocaleString("en")} found`;
  const shown = count > lines.length ? `, the newest ${lines.length.toLocaleString("en")} shown` : "";
  return (
    <>
      <p class="summary" role="status">
        {loading ? "Searching …" : `${total}${shown}`}
      </p>
      {lines.length === 0 ? (
        <Empty problem={problem}>{loading ? "" : "Nothing matches in this range."}</Empty>
      ) : (
        <VirtualList
          items={lines}
          label={label}
          keyOf={(line) => line.id}
          selected={selected}
          onSelect={select}
          row={(line) => <LineRow line={line} />}
        />
      )}
      {selected && (
        <LineDetails
          line={selected}
          pattern={pattern}
          onNarrow={onNarrow}
          onClose={() => select(undefined)}
        />
      )}
    </>
  );
}
