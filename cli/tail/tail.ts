import { connectLogs } from "../aws/connection.ts";
import { cloudTime } from "../cloud-time.ts";
import { timeOf } from "../time-range.ts";
import { eventText } from "./event-text.ts";
import { type FollowedSource, Following } from "./follow.ts";
import { googleSource } from "./google-source.ts";
import { openLiveSessions } from "./live-sessions.ts";
import { findLogGroups, type TailedGroup } from "./log-groups.ts";
import type { TailOptions } from "./options.ts";
import { mergeByTime, readGroup } from "./read-group.ts";
import type { TailEvent } from "./tail-event.ts";

interface Source extends FollowedSource {
  read(start: number, end?: number): AsyncIterable<TailEvent>;
}

/** Prints the events of log groups and of Cloud Logging in order of time. */
export async function tail(patterns: readonly string[], options: TailOptions): Promise<void> {
  if (patterns.length === 0 && options.google === undefined)
    throw new Error("Say what to read: log groups such as '/app/*', or --google.");
  if (options.follow && options.until !== undefined) throw new Error("Say --follow or --until, not both.");
  const client = await connectLogs(options);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once("SIGINT", abort);
  try {
    const now = await cloudTime(options);
    const start = timeOf("--since", options.since, now);
    const groups = patterns.length === 0 ? [] : await findLogGroups(client, patterns);
    const reading = { client, filter: options.filter, stream: options.stream, signal: stop.signal };
    const sources: Source[] = groups.map(({ name }) => ({
      group: name,
      read: (from, end) => readGroup(name, { start: from, end }, reading),
    }));
    if (options.google !== undefined) sources.push(googleSource(options));
    const print = printer(options, sources.length > 1);
    if (options.follow) await follow(sources, groups, { start, print, stop, client, options });
    else {
      const end = options.until === undefined ? undefined : timeOf("--until", options.until, now);
      if (end !== undefined && end <= start)
        throw new Error(`--since ${options.since} is not before --until ${options.until}.`);
      let count = 0;
      for await (const event of mergeByTime(sources.map((source) => source.read(start, end)))) {
        print(event);
        count += 1;
      }
      if (count === 0) sayNothing(start, end);
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off("SIGINT", abort);
    client.destroy();
  }
}

async function follow(
  sources: readonly Source[],
  groups: readonly TailedGroup[],
  {
    start,
    print,
    stop,
    client,
    options,
  }: {
    start: number;
    print: (event: TailEvent) => void;
    stop: AbortController;
    client: Parameters<typeof openLiveSessions>[0];
    options: TailOptions;
  },
): Promise<void> {
  const following = new Following(sources, { start, print, signal: stop.signal });
  const listener = {
    event: (event: TailEvent) => following.event(event),
    gap: () => following.gap(),
    ended: (reason: string) => {
      following.live = false;
      process.stderr.write(`No live tail (${reason}): the groups are read every second instead.\n`);
    },
  };
  if (groups.length > 0)
    following.live = await openLiveSessions(client, groups, options, { listener, signal: stop.signal });
  await following.run();
}

function printer({ json, raw, fields }: TailOptions, withGroup: boolean): (event: TailEvent) => void {
  return (event) => {
    const { timestamp, group, stream, message } = event;
    const line = json
      ? JSON.stringify({ time: new Date(timestamp).toISOString(), group, stream, message })
      : eventText(event, { raw, fields, withGroup });
    process.stdout.write(`${line}\n`);
  };
}

function sayNothing(start: number, end: number | undefined): void {
  const to = end === undefined ? "now" : new Date(end).toISOString();
  process.stderr.write(
    `Nothing was found from ${new Date(start).toISOString()} to ${to}; --since says how far back to look.\n`,
  );
}
