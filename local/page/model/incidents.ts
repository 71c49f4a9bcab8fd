import type { ControlAnswers, ShownIncident } from "../../control/answers.ts";
import { alarmAnnouncement } from "./alarms.ts";
import { send } from "./api.ts";
import { onCloudEvent } from "./cloud-connection.ts";
import { createStore } from "./store.ts";

/** Incidents of Google Cloud's alert policies; open ones first, then the newest. */
export const incidentList = createStore<readonly ShownIncident[]>([]);

async function load(): Promise<void> {
  try {
    const { incidents } = await send<ControlAnswers["GET google/incidents"]>("GET", "google/incidents");
    const isOpen = ({ closedAt }: ShownIncident) => Number(closedAt === undefined);
    incidentList.set(incidents.toSorted((one, other) => isOpen(other) - isOpen(one)));
  } catch {
    // The connection says that the cloud is gone; what was there stays.
  }
}

/** Changes up to the cloud's time when the page was opened are no news. */
let opened = Number.POSITIVE_INFINITY;

onCloudEvent<{ clock: { cloud: number } }>("hello", ({ clock }) => {
  opened = Math.min(opened, clock.cloud);
  void load();
});
onCloudEvent<{ policyName: string; state: string; timestamp: number }>(
  "google-incident",
  ({ policyName, state, timestamp }) => {
    if (timestamp > opened) alarmAnnouncement.set(`An incident of ${policyName} is now ${state}.`);
    void load();
  },
);
