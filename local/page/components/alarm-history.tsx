import { statesOf } from "../charts/alarm-bands.ts";
import { fetchHistory } from "../charts/alarm-chart.tsx";
import type { Alarm, AlarmHistoryItem } from "../model/cloud-types.ts";
import { dateAndTime } from "../model/times.ts";
import { useQuery } from "../model/use-query.ts";
import { Empty } from "./empty.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

const KINDS = { StateUpdate: "State", Action: "Action", ConfigurationUpdate: "Configuration" };

/** What has happened to an alarm, the newest first. */
export function AlarmHistory({ alarm }: { alarm: Alarm }) {
  const { value = [], problem } = useQuery(
    `${alarm.AlarmName} ${alarm.StateUpdatedTimestamp}`,
    () => fetchHistory(alarm.AlarmName),
    5_000,
  );
  return (
    <>
      <h3>History</h3>
      {value.length === 0 ? (
        <Empty problem={problem}>Nothing has happened yet.</Empty>
      ) : (
        <ScrollRegion label="History of the alarm">
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Time (UTC)</th>
                <th scope="col">Kind</th>
                <th scope="col">What happened</th>
              </tr>
            </thead>
            <tbody>
              {value.map((item, index) => (
                <tr key={index}>
                  <td class="nowrap">{dateAndTime(item.Timestamp * 1_000)}</td>
                  <td class="dim">{KINDS[item.HistoryItemType] ?? item.HistoryItemType}</td>
                  <td>
                    {item.HistorySummary}
                    <Reason item={item} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
  );
}

function Reason({ item }: { item: AlarmHistoryItem }) {
  if (item.HistoryItemType !== "StateUpdate") return null;
  const { reason } = statesOf(item.HistoryData);
  return reason === undefined ? null : <div class="dim">{reason}</div>;
}
