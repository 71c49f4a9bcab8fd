import type { GoogleEntry } from "../../control/lines/log-line.ts";
import { callService, send } from "./api.ts";

interface Streams {
  readonly logStreams?: readonly { readonly lastEventTimestamp?: number }[];
}

/** Time of the newest event of both clouds in milliseconds since the epoch; undefined when nothing was logged. */
export async function newestEvent(groups: readonly string[]): Promise<number | undefined> {
  const inGroups = groups.map(async (logGroupName) => {
    const input = { logGroupName, orderBy: "LastEventTime", descending: true, limit: 1 };
    const { logStreams = [] } = await callService<Streams>("logs", "DescribeLogStreams", input);
    return logStreams[0]?.lastEventTimestamp ?? 0;
  });
  const inGoogle = send<{ entries?: readonly GoogleEntry[] }>("POST", "google/entries", {
    filter: "",
    pageSize: 1,
  }).then(({ entries }) => Date.parse(entries?.[0]?.timestamp ?? "") || 0);
  const newest = Math.max(...(await Promise.all([...inGroups, inGoogle])));
  return newest > 0 ? newest : undefined;
}
