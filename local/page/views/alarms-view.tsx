import { conditionText } from "../../services/cloudwatch/condition-text.ts";
import { AlarmDetail } from "../components/alarm-detail.tsx";
import { Empty } from "../components/empty.tsx";
import { IncidentTable } from "../components/incident-table.tsx";
import { ScrollRegion } from "../components/scroll-region.tsx";
import { StateBadge } from "../components/state-badge.tsx";
import { alarmList } from "../model/alarms.ts";
import { type HashRoute, link } from "../model/hash-route.ts";
import { incidentList } from "../model/incidents.ts";
import { useStore } from "../model/store.ts";
import { lookBackOf } from "../model/time-range.ts";
import { dateAndTime } from "../model/times.ts";

/** Every alarm, the one that is chosen with its chart and history, and the incidents of Google Cloud. */
export function AlarmsView({ route }: { route: HashRoute }) {
  const incidents = useStore(incidentList);
  const { alarms } = useStore(alarmList);
  if (incidents.length === 0) return <AlarmTable route={route} />;
  return (
    <>
      {alarms.length > 0 && <AlarmTable route={route} />}
      <h2>Incidents of Google Cloud</h2>
      <IncidentTable incidents={incidents} />
    </>
  );
}

function AlarmTable({ route }: { route: HashRoute }) {
  const { alarms, loaded, problem } = useStore(alarmList);
  if (alarms.length === 0)
    return (
      <Empty problem={problem}>
        {loaded ? "There are no alarms. Deploy a template with one, or call PutMetricAlarm." : "Loading …"}
      </Empty>
    );
  const chosen = alarms.find(({ AlarmName }) => AlarmName === route.parameter);
  return (
    <div class="master-detail">
      <ScrollRegion label="List of alarms">
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Alarm</th>
              <th scope="col">Condition</th>
              <th scope="col">Since (UTC)</th>
            </tr>
          </thead>
          <tbody>
            {alarms.map((alarm) => (
              <tr key={alarm.AlarmName} class={alarm === chosen ? "chosen" : ""}>
                <td>
                  <StateBadge state={alarm.StateValue} />
                </td>
                <th scope="row">
                  <a
                    href={link("alarms", alarm.AlarmName, { span: route.query["span"] })}
                    aria-current={alarm === chosen ? "true" : undefined}
                  >
                    {alarm.AlarmName}
                  </a>
                </th>
                <td class="dim">{conditionText(alarm)}</td>
                <td class="nowrap dim">{dateAndTime(alarm.StateUpdatedTimestamp * 1_000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {route.parameter !== undefined &&
        (chosen ? (
          <AlarmDetail key={chosen.AlarmName} alarm={chosen} range={lookBackOf(route.query, 3_600_000)} />
        ) : (
          <Empty>There is no alarm named {route.parameter}.</Empty>
        ))}
    </div>
  );
}
