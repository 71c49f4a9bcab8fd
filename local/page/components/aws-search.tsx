import { useMemo } from "preact/hooks";
import { clockReading } from "../model/cloud-clock.ts";
import { readPattern } from "../model/filter-pattern.ts";
import { replaceQuery } from "../model/hash-route.ts";
import { searchLines } from "../model/line-search.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import { useSettled } from "../model/use-settled.ts";
import { PatternBox } from "./pattern-box.tsx";
import type { SearchPart } from "./search-panel.tsx";
import { SourceSelect } from "./source-select.tsx";

const NOTHING = { lines: [], more: false };

/** A filter pattern over one log group or all of them. */
export function useAwsSearch({
  source,
  pattern,
  range,
}: {
  source: string;
  pattern: string;
  range: LookBack;
}): SearchPart {
  const isTimeKnown = useStore(clockReading) !== undefined;
  const isRight = useMemo(() => readPattern(pattern).pattern !== undefined, [pattern]);
  const asked = useSettled(pattern);
  const query = useQuery(JSON.stringify([source, asked, range, isTimeKnown]), () =>
    searchLines(source, asked, range),
  );
  return {
    id: "search-aws",
    badge: { cloud: "aws", text: "AWS" },
    title: "CloudWatch Logs",
    label: "Log events found",
    // What an earlier pattern has found is not shown under one that is wrong.
    query: isRight ? query : { ...query, value: NOTHING },
    fields: (
      <>
        <SourceSelect id="search-group" value={source} onChange={(next) => replaceQuery({ source: next })} />
        <PatternBox
          id="search-own-pattern"
          value={pattern}
          onInput={(next) => replaceQuery({ pattern: next })}
        />
      </>
    ),
  };
}
