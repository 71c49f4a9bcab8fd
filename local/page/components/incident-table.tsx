import type { ShownIncident } from "../../control/answers.ts";
import { dateAndTime } from "../model/times.ts";
import { ScrollRegion } from "./scroll-region.tsx";

/** Incidents of Google Cloud's alert policies. */
export function IncidentTable({ incidents }: { incidents: readonly ShownIncident[] }) {
  return (
    <ScrollRegion label="Incidents of Google Cloud">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">Incident</th>
            <th scope="col">Policy</th>
            <th scope="col">Summary</th>
            <th scope="col">Opened (UTC)</th>
            <th scope="col">Closed (UTC)</th>
          </tr>
        </thead>
        <tbody>
          {incidents.map(({ incidentId, policyName, conditionName, summary, openedAt, closedAt }) => (
            <tr key={incidentId}>
              <td>
                <span class={`badge state-${closedAt === undefined ? "ALARM" : "OK"}`}>
                  {closedAt === undefined ? "OPEN" : "CLOSED"}
                </span>
              </td>
              <th scope="row">
                {policyName} <span class="dim">{conditionName}</span>
              </th>
              <td class="dim">{summary}</td>
              <td class="nowrap dim">{dateAndTime(openedAt)}</td>
              <td class="nowrap dim">{closedAt === undefined ? "" : dateAndTime(closedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
