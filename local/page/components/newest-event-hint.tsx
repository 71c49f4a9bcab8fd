import { clockReading, cloudNow } from "../model/cloud-clock.ts";
import { link, replaceQuery } from "../model/hash-route.ts";
import { logGroups } from "../model/log-sources.ts";
import { newestEvent } from "../model/newest-event.ts";
import { useStore } from "../model/store.ts";
import type { LookBack } from "../model/time-range.ts";
import { lengthOf } from "../model/times.ts";
import { useQuery } from "../model/use-query.ts";
import { Moment } from "./moment.tsx";

const MINUTE = 60_000;

interface NewestEventHintProps extends LookBack {
  /** The view that is led to, from one that has no range of time. */
  readonly view?: string;
}

/** Leads from a range in which nothing was logged to the newest event, and from there back to the present. */
export function NewestEventHint({ span, to, view }: NewestEventHintProps) {
  const groups = useStore(logGroups);
  const isTimeKnown = useStore(clockReading) !== undefined;
  const { value: newest } = useQuery(groups.join(), () => newestEvent(groups), 5_000);
  if (to !== undefined)
    return (
      <p class="range-hint">
        Up to <Moment at={to} />{" "}
        <button type="button" onClick={() => replaceQuery({ to: undefined })}>
          back to the present
        </button>
      </p>
    );
  const age = cloudNow() - (newest ?? Number.POSITIVE_INFINITY);
  if (!isTimeKnown || age <= span) return null;
  const end = String(Math.ceil((newest! + 1) / MINUTE) * MINUTE);
  return (
    <p class="range-hint">
      Newest event {lengthOf(age)} ago:{" "}
      {view === undefined ? (
        <button type="button" onClick={() => replaceQuery({ to: end })}>
          show
        </button>
      ) : (
        <a href={link(view, undefined, { to: end })}>show</a>
      )}
    </p>
  );
}
