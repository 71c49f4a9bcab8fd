import { useEffect, useRef } from "preact/hooks";
import { alarmList } from "../model/alarms.ts";
import { faultRules } from "../model/faults.ts";
import { inboxMessages } from "../model/happenings.ts";
import { link } from "../model/hash-route.ts";
import { incidentList } from "../model/incidents.ts";
import { useStore } from "../model/store.ts";

const ENTRIES = [
  ["overview", "Overview"],
  ["tail", "Live tail"],
  ["search", "Search"],
  ["insights", "Insights"],
  ["explore", "Explore"],
  ["patterns", "Patterns"],
  ["metrics", "Metrics"],
  ["alarms", "Alarms"],
  ["inbox", "Inbox"],
  ["functions", "Functions"],
  ["delivery", "Delivery"],
  ["faults", "Faults"],
] as const;

export function Sidebar({ current }: { current: string }) {
  const list = useRef<HTMLUListElement>(null);
  // On a narrow screen the entries are a row that is longer than the screen.
  useEffect(() => {
    const entry = list.current!.querySelector<HTMLElement>("[aria-current]");
    // scrollIntoView would also move the place from which the tab key goes on.
    if (entry)
      list.current!.scrollLeft = entry.offsetLeft - (list.current!.clientWidth - entry.offsetWidth) / 2;
  }, [current]);
  const { alarms } = useStore(alarmList);
  const messages = useStore(inboxMessages);
  const rules = useStore(faultRules);
  const open = useStore(incidentList).filter(({ closedAt }) => closedAt === undefined).length;
  const firing = alarms.filter(({ StateValue }) => StateValue === "ALARM").length + open;
  const counts: Readonly<Record<string, { count: number; label: string; tone?: string }>> = {
    alarms: { count: firing, label: "in alarm", tone: "alarm" },
    inbox: { count: messages.length, label: "messages" },
    faults: { count: Object.keys(rules).length, label: "set", tone: "warning" },
  };
  return (
    <nav class="sidebar" aria-label="Views">
      <ul ref={list}>
        {ENTRIES.map(([view, name]) => {
          const { count = 0, label = "", tone = "" } = counts[view] ?? {};
          return (
            <li key={view}>
              <a href={link(view)} aria-current={view === current ? "page" : undefined}>
                <span>{name}</span>
                {count > 0 && (
                  <span class={`count ${tone}`}>
                    {count}
                    <span class="unseen"> {label}</span>
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
