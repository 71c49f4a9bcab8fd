import { Empty } from "../components/empty.tsx";
import { FiringAlarm } from "../components/firing-alarm.tsx";
import { LatestLines } from "../components/latest-lines.tsx";
import { LedgerTable } from "../components/ledger-table.tsx";
import { NotificationCard } from "../components/notification-card.tsx";
import { alarmList } from "../model/alarms.ts";
import type { Alarm, LedgerAccount } from "../model/cloud-types.ts";
import { inboxMessages, ledgerAccounts } from "../model/happenings.ts";
import { link } from "../model/hash-route.ts";
import { useStore } from "../model/store.ts";

const HEIGHT = 130;
const HEIGHT_OF_ONE = 220;

/** What is wrong now, with its causes; nothing but the newest lines when all is well. */
export function OverviewView() {
  const { alarms, loaded, problem } = useStore(alarmList);
  const messages = useStore(inboxMessages);
  const losing = useStore(ledgerAccounts).filter(loses);
  const firing = alarms
    .filter(({ StateValue }) => StateValue === "ALARM")
    .toSorted((one, other) => other.StateUpdatedTimestamp - one.StateUpdatedTimestamp);
  const quiet = alarms.filter(({ StateValue }) => StateValue !== "ALARM");
  const isWell = firing.length === 0 && losing.length === 0;
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
      {losing.length > 0 && (
        <section class="panel overview-wide" aria-labelledby="overview-delivery">
          <h2 id="overview-delivery">
            Records are lost <a href={link("delivery")}>Ledger</a>
          </h2>
          <LedgerTable accounts={losing} brief />
        </section>
      )}
      {problem !== undefined && <Empty problem={problem}>No alarms.</Empty>}
      <QuietAlarms alarms={quiet} isWell={isWell && loaded && problem === undefined} />
      <section class="panel overview-wide" aria-labelledby="overview-tail">
        <h2 id="overview-tail">
          Newest lines <a href={link("tail")}>Live tail</a>
        </h2>
        <LatestLines />
      </section>
    </div>
  );
}

const QUIET_STATES = [
  ["OK", "OK"],
  ["INSUFFICIENT_DATA", "without data"],
] as const;

/** Alarms that say nothing, in one line. */
function QuietAlarms({ alarms, isWell }: { alarms: readonly Alarm[]; isWell: boolean }) {
  const states = QUIET_STATES.flatMap(([state, name]) => {
    const ones = alarms.filter(({ StateValue }) => StateValue === state);
    return ones.length > 0 ? [{ name, ones }] : [];
  });
  if (states.length === 0 && !isWell) return null;
  return (
    <p class="quiet-alarms overview-wide">
      {isWell && <strong>Nothing is wrong. </strong>}
      {states.map(({ name, ones }) => (
        <span key={name}>
          <b>
            {ones.length} {name}:
          </b>{" "}
          {ones.map(({ AlarmName }) => (
            <a key={AlarmName} href={link("alarms", AlarmName)}>
              {AlarmName}
            </a>
          ))}
        </span>
      ))}
    </p>
  );
}

/** Whether records were given up, or there are fewer than were accepted. */
function loses({ report }: LedgerAccount): boolean {
  const { accepted, delivered, spooled, pending, rejected, dropped } = report;
  const lost = [...Object.values(rejected), ...Object.values(dropped)].reduce((sum, count) => sum + count, 0);
  return lost > 0 || delivered + spooled + pending < accepted;
}
