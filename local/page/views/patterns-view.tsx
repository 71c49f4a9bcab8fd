import { useState } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { PatternTable } from "../components/pattern-table.tsx";
import { problemText, send } from "../model/api.ts";
import type { LogPattern, LogPatterns } from "../model/cloud-types.ts";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";
import { logGroups } from "../model/log-sources.ts";
import { SPANS } from "../model/spans.ts";
import { useStore } from "../model/store.ts";
import { dateAndTime } from "../model/times.ts";
import { useQuery } from "../model/use-query.ts";

const LOOK_EVERY = 2_000;

/** What a log group consists of: its patterns, which of them are new, and those that somebody has taken out. */
export function PatternsView({ route }: { route: HashRoute }) {
  const groups = useStore(logGroups);
  const group = route.query["group"] ?? groups[0];
  if (group === undefined)
    return <Empty>There are no log groups. Deploy a template with one, or call CreateLogGroup.</Empty>;
  const span = Number(route.query["span"]) || SPANS[0]![0];
  return (
    <>
      <div class="toolbar">
        <div class="field">
          <label for="pattern-group">Log group</label>
          <select
            id="pattern-group"
            value={group}
            onChange={(event) => replaceQuery({ group: event.currentTarget.value })}
          >
            {[...new Set([...groups, group])].map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="pattern-new">New means first seen</label>
          <select
            id="pattern-new"
            value={String(span)}
            onChange={(event) => replaceQuery({ span: event.currentTarget.value })}
          >
            {SPANS.map(([milliseconds, name]) => (
              <option key={milliseconds} value={String(milliseconds)}>
                In the last {name}
              </option>
            ))}
          </select>
        </div>
      </div>
      <GroupPatterns key={group} group={group} span={span} />
    </>
  );
}

function GroupPatterns({ group, span }: { group: string; span: number }) {
  const { value, problem, loading, refresh } = useQuery(
    group,
    () => send<LogPatterns>("GET", `patterns?group=${encodeURIComponent(group)}`),
    LOOK_EVERY,
  );
  const [refusal, setRefusal] = useState("");
  if (value === undefined || value.events === 0)
    return <Empty problem={problem}>{loading && !value ? "Loading …" : `${group} has no events.`}</Empty>;
  const { now, from = now, patterns, events } = value;
  const toggle = ({ id, excluded }: LogPattern): void => {
    setRefusal("");
    send("POST", "patterns", { group, id, excluded: !excluded }).then(refresh, (error: unknown) =>
      setRefusal(problemText(error)),
    );
  };
  // Of a log that is younger than that, everything would be new.
  const newSince = from < now - span ? now - span : Number.POSITIVE_INFINITY;
  const excluded = patterns.filter((pattern) => pattern.excluded);
  const shown = patterns.filter((pattern) => !pattern.excluded);
  const fresh = shown.filter(({ firstSeen = 0 }) => firstSeen >= newSince);
  return (
    <>
      <p class="dim" id="pattern-summary">
        {events.toLocaleString("en")} events since {dateAndTime(from)} in{" "}
        {patterns.length.toLocaleString("en")} patterns, {fresh.length === 0 ? "none" : fresh.length} of them
        new
        {Number.isFinite(newSince) ? "." : ": the log is younger than that."}
      </p>
      {refusal && (
        <p class="problem" role="alert">
          {refusal}
        </p>
      )}
      <PatternTable label="Patterns" patterns={shown} newSince={newSince} onToggle={toggle} />
      {excluded.length > 0 && (
        <section aria-labelledby="patterns-excluded">
          <h2 id="patterns-excluded">Excluded</h2>
          <PatternTable label="Excluded patterns" patterns={excluded} newSince={newSince} onToggle={toggle} />
        </section>
      )}
    </>
  );
}
