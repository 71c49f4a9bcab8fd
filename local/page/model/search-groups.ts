import { callService } from "./api.ts";
import type { FoundLines } from "./found-lines.ts";
import { type LookBack, rangeOf } from "./time-range.ts";

const EVENTS_PER_GROUP = 1_000;
const MOST_CALLS = 20;

interface FilterPage {
  readonly events?: readonly {
    readonly eventId: string;
    readonly logStreamName: string;
    readonly timestamp: number;
    readonly message: string;
  }[];
  readonly nextToken?: string;
}

/** FilterLogEvents over log groups, the oldest first. */
export async function searchGroups(
  groups: readonly string[],
  filterPattern: string,
  range: LookBack,
): Promise<FoundLines> {
  const endTime = Math.ceil(rangeOf(range).end) + 1;
  const startTime = Math.max(0, endTime - range.span);
  const results = await Promise.all(
    groups.map((name) => searchGroup(name, { filterPattern, startTime, endTime })),
  );
  const lines = results.flatMap((result) => result.lines);
  lines.sort((one, other) => one.timestamp - other.timestamp);
  return { lines, more: results.some(({ more }) => more) };
}

/** Pages can be empty although more follow. */
async function searchGroup(
  logGroupName: string,
  { filterPattern, ...times }: { filterPattern: string; startTime: number; endTime: number },
): Promise<FoundLines> {
  const lines: FoundLines["lines"][number][] = [];
  let token: string | undefined;
  for (let calls = 0; calls < MOST_CALLS && lines.length < EVENTS_PER_GROUP; calls++) {
    const page = await callService<FilterPage>("logs", "FilterLogEvents", {
      logGroupName,
      ...times,
      limit: EVENTS_PER_GROUP - lines.length,
      ...(filterPattern !== "" && { filterPattern }),
      ...(token !== undefined && { nextToken: token }),
    });
    for (const { eventId, logStreamName, timestamp, message } of page.events ?? [])
      lines.push({
        id: `${logGroupName}/${logStreamName}/${eventId}`,
        eventId,
        cloud: "aws",
        source: logGroupName,
        stream: logStreamName,
        timestamp,
        message,
      });
    token = page.nextToken;
    if (token === undefined) break;
  }
  return { lines, more: token !== undefined };
}
