import { useMemo, useState } from "preact/hooks";
import { describePattern, readPattern } from "../model/filter-pattern.ts";
import { replaceQuery } from "../model/hash-route.ts";
import { logGroups } from "../model/log-sources.ts";
import { searchGroups } from "../model/search-groups.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";
import type { SearchPart } from "./search-panel.tsx";
import { SourceSelect } from "./source-select.tsx";
import { SyntaxBox } from "./syntax-box.tsx";

/** FilterLogEvents over one log group or all of them. */
export function useAwsSearch({
  source,
  pattern,
  range,
}: {
  source: string;
  pattern: string;
  range: LookBack;
}): SearchPart {
  const groups = useStore(logGroups);
  const typed = useMemo(() => readPattern(pattern), [pattern]);
  const [valid, setValid] = useState(typed.pattern ? pattern : "");
  if (typed.pattern && valid !== pattern) setValid(pattern);
  const chosen = source === "aws" ? groups : [source.replace(/^aws:/, "")];
  const query = useQuery(JSON.stringify([chosen, valid, range]), () => searchGroups(chosen, valid, range));
  return {
    id: "search-aws",
    badge: { cloud: "aws", text: "AWS" },
    title: "CloudWatch Logs",
    label: "Log events found",
    query,
    fields: (
      <>
        <SourceSelect id="search-group" value={source} onChange={(next) => replaceQuery({ source: next })} />
        <SyntaxBox
          id="search-pattern"
          label="Filter pattern"
          value={pattern}
          placeholder='{ $.level = "ERROR" }'
          onInput={(next) => replaceQuery({ pattern: next })}
          problem={typed.pattern ? undefined : { text: typed.problem, offset: typed.offset }}
          hint={typed.pattern && describePattern(typed.pattern)}
        />
      </>
    ),
  };
}
