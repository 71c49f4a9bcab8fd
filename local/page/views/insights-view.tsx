import { Empty } from "../components/empty.tsx";
import { InsightsForm } from "../components/insights-form.tsx";
import { InsightsResult } from "../components/insights-result.tsx";
import { NewestEventHint } from "../components/newest-event-hint.tsx";
import { SpanSelect } from "../components/span-select.tsx";
import { clockReading } from "../model/cloud-clock.ts";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";
import { askInsights } from "../model/insights.ts";
import { logGroups } from "../model/log-sources.ts";
import { useStore } from "../model/store.ts";
import { lookBackOf } from "../model/time-range.ts";
import { useQuery } from "../model/use-query.ts";

const DEFAULT_SPAN = 3_600_000;
const DEFAULT_QUERY = "fields @timestamp, @log, @message\n| sort @timestamp desc\n| limit 100";
/** As many as one query takes. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const MOST_GROUPS = 50;

/** Queries of Logs Insights, with the engine that runs them for the API. */
export function InsightsView({ route }: { route: HashRoute }) {
  const { group = "", query = DEFAULT_QUERY } = route.query;
  const range = lookBackOf(route.query, DEFAULT_SPAN);
  const groups = useStore(logGroups);
  const isTimeKnown = useStore(clockReading) !== undefined;
  const asked = group === "" ? groups.slice(0, MOST_GROUPS) : [group];
  const { value, problem, loading, refresh } = useQuery(
    JSON.stringify([asked, query, range, isTimeKnown]),
    async () => (asked.length === 0 || !isTimeKnown ? undefined : askInsights(asked, query, range)),
  );
  return (
    <>
      <div class="toolbar">
        <SpanSelect
          id="insights-span"
          value={range.span}
          onChange={(span) => replaceQuery({ span: String(span) })}
        />
        <NewestEventHint {...range} />
      </div>
      <InsightsForm
        asked={{ group, query }}
        onAsk={(question) => {
          replaceQuery({ group: question.group, query: question.query });
          refresh();
        }}
      />
      {groups.length > MOST_GROUPS && group === "" && (
        <p class="dim">A query asks {MOST_GROUPS} groups at most: the first by name.</p>
      )}
      {problem !== undefined ? (
        <Empty problem={problem} />
      ) : value === undefined ? (
        <Empty>{loading ? "Asking …" : "There are no log groups to ask."}</Empty>
      ) : (
        <InsightsResult answer={value} />
      )}
    </>
  );
}
