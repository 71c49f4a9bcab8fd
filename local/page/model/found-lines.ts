import type { LogLine } from "../../control/lines/log-line.ts";

/** What a search has found, the newest first. */
export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** Whether there are more than those. */
  readonly more: boolean;
  /** What is wrong with the query. */
  readonly mistake?: { readonly text: string; readonly offset: number };
}

/** Lines of several sources on one time line, the newest first. An event that was copied from a log group to a search server is there once. */
export function merged(found: readonly (FoundLines | undefined)[]): readonly LogLine[] {
  const lines = found.flatMap((one) => one?.lines ?? []);
  const inClouds = new Set(lines.flatMap(({ cloud, eventId }) => (cloud === "search" ? [] : [eventId])));
  return lines
    .filter(({ cloud, eventId }) => cloud !== "search" || !inClouds.has(eventId))
    .sort((one, other) => other.timestamp - one.timestamp);
}
