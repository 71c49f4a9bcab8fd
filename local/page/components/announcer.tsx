import { alarmAnnouncement } from "../model/alarms.ts";
import { useStore } from "../model/store.ts";

/** Tells people who listen to the page that an alarm has changed. */
export function Announcer() {
  const announcement = useStore(alarmAnnouncement);
  return (
    <div class="unseen" role="status" aria-live="polite">
      {announcement}
    </div>
  );
}
