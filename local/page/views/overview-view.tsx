import { AlarmChart } from "../charts/alarm-chart.tsx";
import { Empty } from "../components/empty.tsx";
import { LatestLines } from "../components/latest-lines.tsx";
import { LedgerTable } from "../components/ledger-table.tsx";
import { NotificationCard } from "../components/notification-card.tsx";
import { StateBadge } from "../components/state-badge.tsx";
import { alarmList, conditionText, hasMetric } from "../model/alarms.ts";
import type { Alarm } from "../model/cloud-types.ts";
import { inboxMessages, ledgerAccounts } from "../model/happenings.ts";
import { link } from "../model/hash-route.ts";
import { useStore } from "../model/store.ts";

const MOST_ALARMS = 3;
const SPAN = 1_800_000;

/** The state of the cloud at a glance: alarms, the newest message, deliveries, the newest lines. */
export function OverviewView() {
  const { alarms, loaded, problem } = useStore(alarmList);
  const messages = useStore(inboxMessages);
  const accounts = useStore(ledgerAccounts);
  return (
    <div class="overview">
      <section class="panel" aria-labelledby="overview-alarms">
        <h2 id="overview-alarms">
          Alarms <a href={link("alarms")}>All {alarms.length}</a>
        </h2>
        {alarms.length === 0 && (
          <Empty problem={problem}>{loaded ? "There are no alarms." : "Loading …"}</Empty>
        )}
        {newestFirst(alarms)
          .slice(0, MOST_ALARMS)
          .map((alarm) => (
            <article key={alarm.AlarmName} class="alarm-card">
              <header>
                <StateBadge state={alarm.StateValue} />
                <a href={link("alarms", alarm.AlarmName)}>{alarm.AlarmName}</a>
                <span class="dim">{conditionText(alarm)}</span>
              </header>
              {hasMetric(alarm) && (
                <AlarmChart
                  alarm={alarm}
                  span={SPAN}
                  height={alarms.length === 1 ? 220 : 130}
                  table={false}
                />
              )}
            </article>
          ))}
      </section>
      <section class="panel overview-inbox" aria-labelledby="overview-inbox">
        <h2 id="overview-inbox">
          Newest message <a href={link("inbox")}>Inbox</a>
        </h2>
        {messages[0] ? <NotificationCard message={messages[0]} /> : <Empty>Nothing was sent.</Empty>}
      </section>
      <section class="panel" aria-labelledby="overview-delivery">
        <h2 id="overview-delivery">
          Delivery <a href={link("delivery")}>Ledger</a>
        </h2>
        {accounts.length > 0 ? (
          <LedgerTable accounts={accounts} brief />
        ) : (
          <Empty>No service has published its deliveries.</Empty>
        )}
      </section>
      <section class="panel overview-wide" aria-labelledby="overview-tail">
        <h2 id="overview-tail">
          Newest lines <a href={link("tail")}>Live tail</a>
        </h2>
        <LatestLines />
      </section>
    </div>
  );
}

/** Alarms that are off come first, then those that changed last. */
function newestFirst(alarms: readonly Alarm[]): Alarm[] {
  const rank = ({ StateValue }: Alarm) => (StateValue === "ALARM" ? 0 : 1);
  return alarms.toSorted(
    (one, other) => rank(one) - rank(other) || other.StateUpdatedTimestamp - one.StateUpdatedTimestamp,
  );
}
