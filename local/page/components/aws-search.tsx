import { useMemo, useState } from "preact/hooks";
import { callService } from "../model/api.ts";
import { cloudNow } from "../model/cloud-clock.ts";
import { describePattern, readPattern } from "../model/filter-pattern.ts";
import { replaceQuery } from "../model/hash-route.ts";
import type { LogLine } from "../model/log-line.ts";
import { logGroups } from "../model/log-sources.ts";
import { useStore } from "../model/store.ts";
import { useQuery } from "../model/use-query.ts";
import { SearchResults } from "./search-results.tsx";
import { SourceSelect } from "./source-select.tsx";
import { SyntaxBox } from "./syntax-box.tsx";

const EVENTS_PER_GROUP = 1_000;
const MOST_CALLS = 20;

interface Found {
  readonly lines: readonly LogLine[];
  readonly more: boolean;
}

interface FilterPage {
  readonly events?: readonly {
    readonly eventId: string;
    readonly logStreamName: string;
    readonly timestamp: number;
    readonly message: string;
  }[];
  readonly nextToken?: string;
}

/** FilterLogEvents over one log group or all of them. */
export function AwsSearch({ source, pattern, span }: { source: string; pattern: string; span: number }) {
  const groups = useStore(logGroups);
  const typed = useMemo(() => readPattern(pattern), [pattern]);
  const [valid, setValid] = useState(typed.pattern ? pattern : "");
  if (typed.pattern && valid !== pattern) setValid(pattern);
  const chosen = source === "aws" ? groups : [source.replace(/^aws:/, "")];
  const { value, problem, loading, refresh } = useQuery(JSON.stringify([chosen, valid, span]), () =>
    search(chosen, valid, span),
  );
  return (
    <section class="panel" aria-labelledby="search-aws">
      <h2 id="search-aws">
        <span class="cloud aws">AWS</span> CloudWatch Logs
      </h2>
      <div class="toolbar">
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
        <button type="button" onClick={refresh}>
          Search
        </button>
      </div>
      <SearchResults
        label="Log events found"
        lines={value?.lines}
        more={value?.more ?? false}
        problem={problem}
        loading={loading}
      />
    </section>
  );
}

async function search(groups: readonly string[], filterPattern: string, span: number): Promise<Found> {
  const endTime = Math.ceil(cloudNow()) + 1;
  const startTime = Math.max(0, endTime - span);
  const results = await Promise.all(
    groups.map((name) => searchGroup(name, { filterPattern, startTime, endTime })),
  );
  const lines = results.flatMap((result) => result.lines);
  lines.sort((one, other) => one.timestamp - other.timestamp);
  return { lines, more: results.some(({ more }) => more) };
}

/** Pages can be empty although more follow. */
async function searchGroup(
  logGroupName: string,
  { filterPattern, ...times }: { filterPattern: string; startTime: number; endTime: number },
): Promise<Found> {
  const lines: LogLine[] = [];
  let token: string | undefined;
  for (let calls = 0; calls < MOST_CALLS && lines.length < EVENTS_PER_GROUP; calls++) {
    const page = await callService<FilterPage>("logs", "FilterLogEvents", {
      logGroupName,
      ...times,
      limit: EVENTS_PER_GROUP - lines.length,
      ...(filterPattern !== "" && { filterPattern }),
      ...(token !== undefined && { nextToken: token }),
    });
    for (const { eventId, logStreamName, timestamp, message } of page.events ?? [])
      lines.push({
        id: `${logGroupName}/${logStreamName}/${eventId}`,
        cloud: "aws",
        source: logGroupName,
        stream: logStreamName,
        timestamp,
        message,
      });
    token = page.nextToken;
    if (token === undefined) break;
  }
  return { lines, more: token !== undefined };
}
