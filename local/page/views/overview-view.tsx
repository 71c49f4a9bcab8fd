import { useState } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { FiringAlarm } from "../components/firing-alarm.tsx";
import { IncidentTable } from "../components/incident-table.tsx";
import { LatestLines } from "../components/latest-lines.tsx";
import { LedgerTable } from "../components/ledger-table.tsx";
import { NewestEventHint } from "../components/newest-event-hint.tsx";
import { NotificationCard } from "../components/notification-card.tsx";
import { OutsideSwitches } from "../components/outside-switches.tsx";
import { QuietAlarms } from "../components/quiet-alarms.tsx";
import { alarmList } from "../model/alarms.ts";
import { problemText } from "../model/api.ts";
import type { ServiceLedger } from "../model/cloud-types.ts";
import { inboxMessages, serviceLedgers } from "../model/happenings.ts";
import { link } from "../model/hash-route.ts";
import { incidentList } from "../model/incidents.ts";
import { useStore } from "../model/store.ts";
import { pageSwitches } from "../model/switches.ts";

/** A quarter of an hour: what is older is no news. */
const RECENT = 900_000;
const HEIGHT = 130;
const HEIGHT_OF_ONE = 220;

/** What is wrong now, with its causes; nothing but the newest lines when all is well. */
export function OverviewView() {
  const { alarms, loaded, problem } = useStore(alarmList);
  const messages = useStore(inboxMessages);
  const hasSwitches = useStore(pageSwitches).length > 0;
  const [switchProblem, setSwitchProblem] = useState("");
  const losing = useStore(serviceLedgers).filter(loses);
  const firing = alarms
    .filter(({ StateValue }) => StateValue === "ALARM")
    .toSorted((one, other) => other.StateUpdatedTimestamp - one.StateUpdatedTimestamp);
  const quiet = alarms.filter(({ StateValue }) => StateValue !== "ALARM");
  const incidents = useStore(incidentList).filter(({ closedAt }) => closedAt === undefined);
  const isWell = firing.length === 0 && incidents.length === 0 && losing.length === 0;
  return (
    <div class="overview">
      {firing.length > 0 && (
        <section class="panel" aria-labelledby="overview-alarms">
          <h2 id="overview-alarms">
            In alarm <a href={link("alarms")}>All {alarms.length}</a>
          </h2>
          {firing.map((alarm) => (
            <FiringAlarm
              key={alarm.AlarmName}
              alarm={alarm}
              height={firing.length === 1 ? HEIGHT_OF_ONE : HEIGHT}
            />
          ))}
        </section>
      )}
      {firing.length > 0 && (
        <section class="panel overview-inbox" aria-labelledby="overview-inbox">
          <h2 id="overview-inbox">
            Newest message <a href={link("inbox")}>Inbox</a>
          </h2>
          {messages[0] ? <NotificationCard message={messages[0]} /> : <Empty>Nothing was sent.</Empty>}
        </section>
      )}
      {incidents.length > 0 && (
        <section class="panel overview-wide" aria-labelledby="overview-incidents">
          <h2 id="overview-incidents">
            Incidents of Google Cloud <a href={link("alarms")}>All</a>
          </h2>
          <IncidentTable incidents={incidents} />
        </section>
      )}
      {losing.length > 0 && (
        <section class="panel overview-wide" aria-labelledby="overview-delivery">
          <h2 id="overview-delivery">
            Records are lost <a href={link("delivery")}>Ledger</a>
          </h2>
          <LedgerTable ledgers={losing} brief />
        </section>
      )}
      {problem !== undefined && <Empty problem={problem}>No alarms.</Empty>}
      <QuietAlarms alarms={quiet} isWell={isWell && loaded && problem === undefined} />
      {hasSwitches && (
        <div class="overview-wide overview-switches">
          <span class="dim">Try it:</span>
          <OutsideSwitches
            run={(change) => {
              setSwitchProblem("");
              change.catch((error: unknown) => setSwitchProblem(problemText(error)));
            }}
          />
          {switchProblem && (
            <span class="problem" role="alert">
              {switchProblem}
            </span>
          )}
        </div>
      )}
      <section class="panel overview-wide" aria-labelledby="overview-tail">
        <h2 id="overview-tail">
          Newest lines <a href={link("tail")}>Live tail</a>
        </h2>
        <NewestEventHint span={RECENT} view="search" />
        <LatestLines />
      </section>
    </div>
  );
}

/** Whether records were given up, or there are fewer than were accepted. */
function loses({ report }: ServiceLedger): boolean {
  const { accepted, delivered, spooled, pending, rejected, dropped } = report;
  const lost = [...Object.values(rejected), ...Object.values(dropped)].reduce((sum, count) => sum + count, 0);
  return lost > 0 || delivered + spooled + pending < accepted;
}
