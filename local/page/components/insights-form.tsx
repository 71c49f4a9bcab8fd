import { useState } from "preact/hooks";
import { logGroups } from "../model/log-sources.ts";
import { useStore } from "../model/store.ts";

/** What a query of Logs Insights asks. */
export interface InsightsQuestion {
  /** Empty for all groups. */
  readonly group: string;
  readonly query: string;
}

const ROWS = 5;

/** A query, and the log group that it asks; Ctrl and Enter run it. */
export function InsightsForm({
  asked,
  onAsk,
}: {
  asked: InsightsQuestion;
  onAsk: (question: InsightsQuestion) => void;
}) {
  const groups = useStore(logGroups);
  const [query, setQuery] = useState(asked.query);
  const ask = (): void => onAsk({ group: asked.group, query });
  return (
    <form
      class="insights-form"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div class="field">
        <label for="insights-group">Log group</label>
        <select
          id="insights-group"
          value={asked.group}
          onChange={(event) => onAsk({ group: event.currentTarget.value, query })}
        >
          <option value="">All log groups</option>
          {[...new Set(asked.group === "" ? groups : [...groups, asked.group])].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="field insights-query">
        <label for="insights-query">Query</label>
        <textarea
          id="insights-query"
          class="mono"
          rows={ROWS}
          spellcheck={false}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
          }}
        />
      </div>
      <button type="submit" class="primary insights-run">
        Run query
      </button>
    </form>
  );
}
