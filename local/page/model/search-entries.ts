import { type GoogleEntry, lineOfEntry } from "../../control/lines/log-line.ts";
import { send } from "./api.ts";
import type { FoundLines } from "./found-lines.ts";
import { type LookBack, rangeOf } from "./time-range.ts";

const ENTRIES = 1_000;

interface Answer {
  readonly entries?: readonly GoogleEntry[];
  readonly nextPageToken?: string;
  /** What is wrong with the query. */
  readonly problem?: string;
  readonly position?: number;
}

/** The query is checked as it was typed, so that mistakes are where the reader sees them. */
export async function searchEntries(query: string, range: LookBack): Promise<FoundLines> {
  const start = new Date(rangeOf(range).start).toISOString();
  const until = range.to === undefined ? "" : ` AND timestamp<"${new Date(range.to).toISOString()}"`;
  const times = `timestamp>="${start}"${until}`;
  const checked = await send<Answer>("POST", "google/entries", { filter: query, pageSize: 1 });
  if (checked.problem !== undefined)
    return { lines: [], more: false, mistake: { text: checked.problem, offset: checked.position ?? 0 } };
  const filter = query.trim() === "" ? times : `(${query}\n) AND ${times}`;
  const { entries = [], nextPageToken } = await send<Answer>("POST", "google/entries", {
    filter,
    pageSize: ENTRIES,
  });
  return { lines: entries.map(lineOfEntry), more: nextPageToken !== undefined };
}
