import { setTimeout as wait } from "node:timers/promises";
import { styleText } from "node:util";
import type { CloudWatchLogsClient, FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { ControlAnswers } from "@cumulog/local";
import { Command } from "commander";
import { escapeControls } from "cumulog";
import { parseDuration } from "cumulog/semantics";
import { ControlClient } from "./control-client.ts";
import { type ConnectionOptions, connectLogs, endpointOf, withConnection } from "./logs-client.ts";
import { terminalText } from "./terminal-text.ts";

interface Options extends ConnectionOptions {
  readonly follow?: true;
  readonly filter?: string;
  readonly since: string;
  readonly stream?: string;
  readonly json?: true;
}

/** Real milliseconds between two looks at a group that is followed. */
const POLL_INTERVAL = 1_000;
/** Events may become readable in another order than their times, so each look goes back by so much. */
const OVERLAP = 60_000;

const HELP = `
Examples:
  $ cumulog tail /app/checkout --follow
  $ cumulog tail /app/checkout --filter '{ $.level = "ERROR" }' --since 2h --json`;

/** `cumulog tail`: prints the events of a log group, local or on AWS. */
export function tailCommand(): Command {
  return withConnection(new Command("tail"))
    .description("print a log group's events, and with --follow go on as new ones come")
    .argument("<group>", "name of the log group")
    .option("-f, --follow", "go on until interrupted")
    .option("--filter <pattern>", "only events that match this filter pattern")
    .option("--since <duration>", "how far back to begin", "10m")
    .option("--stream <prefix>", "only streams whose names begin so")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(tail);
}

async function tail(group: string, options: Options): Promise<void> {
  const client = await connectLogs(options);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  let from = (await cloudTime(options)) - parseDuration(options.since);
  let newest = from;
  const seen = new Map<string, number>();
  try {
    for (;;) {
      for await (const event of readSince(client, group, from, options, stop.signal)) {
        const { eventId = "", timestamp = 0 } = event;
        if (seen.has(eventId)) continue;
        seen.set(eventId, timestamp);
        newest = Math.max(newest, timestamp);
        print(event, options.json);
      }
      if (!options.follow) return;
      from = Math.max(from, newest - OVERLAP);
      for (const [id, timestamp] of seen) if (timestamp < from) seen.delete(id);
      await wait(POLL_INTERVAL, undefined, { signal: stop.signal });
    }
  } catch (error) {
    if (stop.signal.aborted) return;
    if ((error as Error).name === "ResourceNotFoundException")
      throw new Error(`There is no log group "${group}"`, { cause: error });
    throw error;
  } finally {
    client.destroy();
  }
}

async function* readSince(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  { filter, stream }: Options,
  abortSignal: AbortSignal,
): AsyncGenerator<FilteredLogEvent> {
  const { FilterLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName,
        startTime: Math.max(0, startTime),
        nextToken,
        filterPattern: filter,
        logStreamNamePrefix: stream,
      }),
      { abortSignal },
    );
    yield* page.events ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** A local cloud's clock may be elsewhere than the machine's. */
async function cloudTime(options: Options): Promise<number> {
  const endpoint = endpointOf(options);
  if (endpoint === undefined) return Date.now();
  return new ControlClient(endpoint).call<ControlAnswers["GET clock"]>("GET", "clock").then(
    ({ cloud }) => cloud,
    () => Date.now(),
  );
}

function print({ timestamp = 0, message = "", logStreamName = "" }: FilteredLogEvent, json?: true): void {
  const time = new Date(timestamp).toISOString();
  const line = json
    ? JSON.stringify({ time, stream: logStreamName, message })
    : `${styleText("dim", `${time} ${terminalText(logStreamName)}`, { stream: process.stdout })} ${escapeControls(message.replace(/\n$/, ""))}`;
  process.stdout.write(`${line}\n`);
}
