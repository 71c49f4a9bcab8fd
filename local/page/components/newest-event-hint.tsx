import { clockReading, cloudNow } from "../model/cloud-clock.ts";
import { replaceQuery } from "../model/hash-route.ts";
import { logGroups } from "../model/log-sources.ts";
import { newestEvent } from "../model/newest-event.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { dateAndTime, lengthOf } from "../model/times.ts";
import { useQuery } from "../model/use-query.ts";

const MINUTE = 60_000;

/** Leads from a range in which nothing was logged to the newest event, and from there back to the present. */
export function NewestEventHint({ span, to }: LookBack) {
  const groups = useStore(logGroups);
  const isTimeKnown = useStore(clockReading) !== undefined;
  const { value: newest } = useQuery(groups.join(), () => newestEvent(groups), 5_000);
  if (to !== undefined)
    return (
      <p class="range-hint">
        Up to {dateAndTime(to)} UTC:{" "}
        <button type="button" onClick={() => replaceQuery({ to: undefined })}>
          back to the present
        </button>
      </p>
    );
  const age = cloudNow() - (newest ?? Number.POSITIVE_INFINITY);
  if (!isTimeKnown || age <= span) return null;
  const end = Math.ceil((newest! + 1) / MINUTE) * MINUTE;
  return (
    <p class="range-hint">
      Newest event {lengthOf(age)} ago:{" "}
      <button type="button" onClick={() => replaceQuery({ to: String(end) })}>
        show
      </button>
    </p>
  );
}
