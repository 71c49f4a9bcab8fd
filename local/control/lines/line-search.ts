import { type CompiledPattern, compilePattern, PatternSyntaxError } from "cumulog/semantics/pattern";
import type { Cloud } from "../../kernel/cloud.ts";
import type { EventSearch } from "../event-search.ts";
import type { GoogleSearch } from "../google-search.ts";
import { RequestRefusedError } from "../request-refused-error.ts";
import { LevelCounts, type LevelHistogram } from "./level-histogram.ts";
import { type GoogleEntry, type LogLine, lineOfEntry } from "./log-line.ts";
import { NewestLines } from "./newest-lines.ts";

/** What is asked of every source at once. */
export interface LineQuery {
  /** Filter pattern as CloudWatch Logs has it, for the lines of all sources. */
  readonly pattern: string;
  /** `"all"`, `"aws"`, `"google"`, `"search"`, `"aws:GROUP"` or `"google:LOG"`. */
  readonly source: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** Milliseconds since the epoch; not in the range. */
  readonly to: number;
  /** Lines at most; the newest. */
  readonly limit: number;
}

/** What was found, the newest first. */
export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** Lines that were counted; not all of them need be in `lines`. */
  readonly count: number;
  /** Whether a source has more than were looked at; then the oldest are not counted. */
  readonly more: boolean;
  readonly histogram: LevelHistogram;
  /** What is wrong with the pattern, and at which character; then nothing was searched. */
  readonly mistake?: { readonly text: string; readonly offset: number };
  /** What a source could not answer. */
  readonly problems: readonly string[];
}

interface Sources {
  readonly cloud: Cloud;
  readonly google: GoogleSearch;
  readonly search: EventSearch | undefined;
}

const DEFAULT_LIMIT = 1_000;
const MOST_LINES = 10_000;
const EVENTS_PER_PAGE = 10_000;
/** As many as the API gives at once. */
const ENTRIES_PER_PAGE = 1_000;
const MOST_ENTRIES = 20_000;
const MOST_SEARCHED = 1_000;

/**
 * Searches all log groups, Cloud Logging and the search server with one pattern.
 *
 * @throws RequestRefusedError when the question has not the shape of a {@link LineQuery}
 */
export async function searchLines(
  sources: Sources,
  input: Readonly<Record<string, unknown>>,
): Promise<FoundLines> {
  const query = queryOf(input);
  const counts = new LevelCounts(query.from, query.to);
  const nothing = { lines: [], count: 0, more: false, problems: [] };
  let pattern: CompiledPattern;
  try {
    pattern = compilePattern(query.pattern);
  } catch (error) {
    if (!(error instanceof PatternSyntaxError)) throw error;
    const mistake = { text: error.message, offset: error.offset };
    return { ...nothing, histogram: counts.histogram(), mistake };
  }

  const newest = new NewestLines(query.limit);
  const ids = new Set<string>();
  const problems: string[] = [];
  let more = false;
  const [kind, ...name] = query.source.split(":");
  const take = (line: LogLine): void => {
    counts.add(line);
    newest.add(line);
  };
  const isAsked = (cloud: string): boolean => kind === "all" || kind === cloud;
  if (isAsked("aws"))
    for await (const line of eventsOf(sources.cloud, query, name.join(":"))) {
      if (sources.search !== undefined) ids.add(line.eventId!);
      take(line);
    }
  if (isAsked("google")) {
    const found = await entriesOf(sources.google, query, name.join(":"));
    more ||= found.more;
    for (const line of found.lines) if (pattern.test(line.message)) take(line);
  }
  if (isAsked("search") && sources.search !== undefined) {
    try {
      const found = await eventsOfServer(sources.search, query, pattern);
      more ||= found.more;
      for (const line of found.lines) if (!ids.has(line.eventId!) && pattern.test(line.message)) take(line);
    } catch (error) {
      problems.push(`${sources.search.origin}: ${(error as Error).message}`);
    }
  }
  const lines = newest.newestFirst();
  return { lines, count: newest.count, more, histogram: counts.histogram(), problems };
}

function queryOf(input: Readonly<Record<string, unknown>>): LineQuery {
  const { pattern = "", source = "all", from, to, limit = DEFAULT_LIMIT } = input;
  if (typeof pattern !== "string" || typeof source !== "string")
    throw new RequestRefusedError(400, "pattern and source: expected texts");
  if (!/^(all|search|(aws|google)(:.+)?)$/.test(source))
    throw new RequestRefusedError(400, 'source: expected "all", "search", "aws:GROUP" or "google:LOG"');
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || (from as number) >= (to as number))
    throw new RequestRefusedError(400, "from and to: expected milliseconds since the epoch, from before to");
  if (!Number.isSafeInteger(limit) || (limit as number) < 1 || (limit as number) > MOST_LINES)
    throw new RequestRefusedError(400, `limit: expected a whole number from 1 to ${MOST_LINES}`);
  return { pattern, source, from: from as number, to: to as number, limit: limit as number };
}

interface Group {
  readonly logGroupName: string;
}
interface Event {
  readonly eventId: string;
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
}

/** Events of one log group or of all, as FilterLogEvents finds them. */
async function* eventsOf(cloud: Cloud, query: LineQuery, only: string): AsyncGenerator<LogLine> {
  const groups =
    only === "" ? allPages<Group>(cloud, "DescribeLogGroups", "logGroups", {}) : [{ logGroupName: only }];
  const { pattern: filterPattern, from, to } = query;
  for await (const { logGroupName } of groups) {
    const input = {
      logGroupName,
      startTime: Math.max(0, from),
      endTime: Math.max(0, to - 1),
      limit: EVENTS_PER_PAGE,
      ...(filterPattern !== "" && { filterPattern }),
    };
    for await (const event of allPages<Event>(cloud, "FilterLogEvents", "events", input)) {
      const { eventId, logStreamName: stream, timestamp, message } = event;
      const id = `${logGroupName}/${stream}/${eventId}`;
      yield { id, eventId, cloud: "aws", source: logGroupName, stream, timestamp, message };
    }
  }
}

/** Items of all pages of an operation of CloudWatch Logs; a page can be empty although more follow. */
async function* allPages<Item>(
  cloud: Cloud,
  operation: string,
  list: string,
  input: object,
): AsyncGenerator<Item> {
  let nextToken: string | undefined;
  do {
    const token = nextToken === undefined ? {} : { nextToken };
    const page: Record<string, unknown> = await cloud.call("logs", operation, { ...input, ...token });
    yield* (page[list] as Item[] | undefined) ?? [];
    nextToken = page["nextToken"] as string | undefined;
  } while (nextToken !== undefined);
}

/** The newest entries of Cloud Logging in the range. */
async function entriesOf(
  google: GoogleSearch,
  { from, to }: LineQuery,
  only: string,
): Promise<{ readonly lines: readonly LogLine[]; readonly more: boolean }> {
  const times = [from, to].map((time) => `"${new Date(time).toISOString()}"`);
  const filter = [
    `timestamp>=${times[0]} AND timestamp<${times[1]}`,
    ...(only === "" ? [] : [`log_id(${JSON.stringify(only)})`]),
  ].join(" AND ");
  const lines: LogLine[] = [];
  let pageToken: string | undefined;
  do {
    const token = pageToken === undefined ? {} : { pageToken };
    const page = (await google.entries({ filter, pageSize: ENTRIES_PER_PAGE, ...token })) as {
      readonly entries?: readonly GoogleEntry[];
      readonly nextPageToken?: string;
    };
    for (const entry of page.entries ?? []) lines.push(lineOfEntry(entry));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && lines.length < MOST_ENTRIES);
  return { lines: lines.reverse(), more: pageToken !== undefined };
}

/** Events of the search server: it is asked for the words of a pattern, and for all events when that has fields. */
async function eventsOfServer(
  search: EventSearch,
  { from, to, pattern: text }: LineQuery,
  { kind }: CompiledPattern,
): Promise<{ readonly lines: readonly LogLine[]; readonly more: boolean }> {
  const isWords = kind === "terms" && /^[\w\s]+$/.test(text);
  const words = isWords ? text.trim().split(/\s+/).join(" AND ") : "";
  const { events, total } = await search.find({ text: words, from, to, limit: MOST_SEARCHED });
  const lines = events.map(({ id, severity, ...event }) => ({
    ...event,
    id: `search/${id}`,
    eventId: id,
    cloud: "search" as const,
    ...(severity !== undefined && { severity }),
  }));
  return { lines: lines.reverse(), more: total > events.length };
}
