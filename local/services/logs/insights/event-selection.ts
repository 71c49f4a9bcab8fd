import { compareEvents } from "../log-event.ts";
import type { LogGroup } from "../log-group.ts";
import { EventRow } from "./record.ts";

/** The events of groups from `start` to before `end`, milliseconds, the newest first. */
export function selectEvents(
  groups: readonly LogGroup[],
  { start, end, accountId }: { readonly start: number; readonly end: number; readonly accountId: string },
): EventRow[] {
  const rows: EventRow[] = [];
  for (const group of groups)
    for (const stream of group.streams.values()) {
      const last = stream.events.indexOfTime(end);
      for (let index = stream.events.indexOfTime(start); index < last; index += 1)
        rows.push(new EventRow(stream.events.at(index)!, group, stream, accountId));
    }
  return rows.sort((left, right) => compareEvents(right.event, left.event));
}
