import { conditionText } from "../../services/cloudwatch/condition-text.ts";
import { AlarmChart } from "../charts/alarm-chart.tsx";
import { type AlarmCauses, causesOf } from "../model/alarm-causes.ts";
import { hasMetric } from "../model/alarms.ts";
import type { Alarm } from "../model/cloud-types.ts";
import { link } from "../model/hash-route.ts";
import { timeOfDay } from "../model/times.ts";
import { useQuery } from "../model/use-query.ts";
import { StateBadge } from "./state-badge.tsx";

const SPAN = 1_800_000;

/** An alarm that is off: since when, what it looks at, and what the lines behind it say. */
export function FiringAlarm({ alarm, height }: { alarm: Alarm; height: number }) {
  const { value: found = [] } = useQuery(
    `${alarm.AlarmName} ${alarm.StateUpdatedTimestamp}`,
    () => causesOf(alarm),
    5_000,
  );
  return (
    <article class="alarm-card">
      <header>
        <StateBadge state={alarm.StateValue} />
        <a href={link("alarms", alarm.AlarmName)}>{alarm.AlarmName}</a>
        <span class="dim">since {timeOfDay(alarm.StateUpdatedTimestamp * 1_000).slice(0, 8)} UTC</span>
        <span class="dim">{conditionText(alarm)}</span>
      </header>
      {found.map((one) => (
        <Causes key={`${one.logGroupName} ${one.filterPattern}`} {...one} />
      ))}
      {hasMetric(alarm) && <AlarmChart alarm={alarm} span={SPAN} height={height} table={false} />}
    </article>
  );
}

function Causes({ logGroupName, filterPattern, causes }: AlarmCauses) {
  if (causes.length === 0) return null;
  const lines = link("search", undefined, { source: `aws:${logGroupName}`, pattern: filterPattern });
  return (
    <>
      <ul class="causes" aria-label={`Causes in ${logGroupName}`}>
        {causes.map((cause) => (
          <li key={cause}>{cause}</li>
        ))}
      </ul>
      <a href={lines}>Lines in {logGroupName}</a>
    </>
  );
}
