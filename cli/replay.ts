import { setTimeout as wait } from "node:timers/promises";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ControlAnswers } from "@cumulog/local";
import { Command } from "commander";
import { type HistoryEvent, logFiles, readLog, warningsOf } from "cumulog/analysis";
import { type ConnectionOptions, connectLogs, endpointOf, withConnection } from "./aws/connection.ts";
import { ControlClient } from "./control-client.ts";
import { interruptible } from "./interruption.ts";
import { type LogOptions, readingOf, showWarnings, withLogOptions } from "./log-options.ts";
import { replayBatches } from "./replay-batches.ts";

interface Options extends ConnectionOptions, LogOptions {
  readonly group: string;
  readonly stream: string;
  readonly speed?: number;
  readonly json?: true;
}

const MINUTE = 60_000;

const HELP = `
The lines keep their own times. A local cloud's clock is moved back to the first of them, when it is later, and then
along with them, so that alarms see the log as it happened; it goes on from the last line. AWS itself takes no events
that are older than 14 days.

Examples:
  $ cumulog replay access.log.gz --group /web/access --stream host-1
  $ cumulog replay app.log --group /app --stream app --speed 60 --timestamp-format '%d/%b/%Y:%H:%M:%S %z'`;

/** `cumulog replay`: sends a log file with its own times. */
export function replayCommand(): Command {
  return withLogOptions(withConnection(new Command("replay")))
    .description("send a log file, its lines with their own times, to a log group")
    .argument("<file...>", "log files, folders or - for the standard input, plain or packed")
    .requiredOption("--group <name>", "log group; created if it does not exist")
    .requiredOption("--stream <name>", "log stream; created if it does not exist")
    .option(
      "--speed <number>",
      "how many times as fast as it happened (default: as fast as possible)",
      Number,
    )
    .option("--json", "print the result as one JSON object")
    .addHelpText("after", HELP)
    .action(replay);
}

interface Sent {
  events: number;
  rejected: number;
  first: number;
  last: number;
}

async function replay(files: string[], options: Options): Promise<void> {
  const { speed } = options;
  if (speed !== undefined && !(speed > 0)) throw new Error(`--speed is ${speed}: expected a number above 0`);
  const sent: Sent = { events: 0, rejected: 0, first: Number.NaN, last: Number.NaN };
  await interruptible(
    (signal) => replayLines(files, options, sent, signal),
    () =>
      void process.stderr.write(
        `Interrupted: ${sent.events} ${sent.events === 1 ? "event was" : "events were"} sent.\n`,
      ),
  );
}

async function replayLines(
  files: string[],
  options: Options,
  result: Sent,
  signal: AbortSignal,
): Promise<void> {
  // Who types the lines ends them so; a file is left at the next batch.
  if (files.includes("-")) signal.addEventListener("abort", () => process.stdin.destroy());
  const reading = readLog(files, { ...readingOf(options), onRead: (bytes) => progress.update(bytes) });
  const client = await connectLogs(options);
  const clock = await ReplayClock.of(options);
  const progress = await showProgress(files);
  try {
    await createStream(client, options);
    for await (const events of reading) {
      for (const batch of replayBatches(events, clock.isLocal ? MINUTE : undefined)) {
        signal.throwIfAborted();
        await clock.reach(batch[0]!.timestamp, signal);
        const rejected = await send(client, options, batch);
        result.events += batch.length;
        result.rejected += rejected;
        result.first = Math.min(batch[0]!.timestamp, result.first || Number.POSITIVE_INFINITY);
        result.last = Math.max(batch.at(-1)!.timestamp, result.last || 0);
      }
    }
    signal.throwIfAborted();
    await clock.finish(result.last);
  } finally {
    progress.stop();
    await clock.restore();
    client.destroy();
  }
  report(result, options);
  showWarnings(warningsOf(reading.report));
}

/** Keeps the cloud's time, or with a speed the real time, in step with the lines. */
class ReplayClock {
  readonly #control: ControlClient | undefined;
  readonly #speed: number | undefined;
  #speedBefore = 1;
  #started: { readonly first: number; readonly real: number } | undefined;

  constructor(control: ControlClient | undefined, speed: number | undefined) {
    this.#control = control;
    this.#speed = speed;
  }

  static async of(options: Options): Promise<ReplayClock> {
    const endpoint = await endpointOf(options);
    const control = endpoint === undefined ? undefined : new ControlClient(endpoint);
    return new ReplayClock((await control?.isLocalCloud()) ? control : undefined, options.speed);
  }

  get isLocal(): boolean {
    return this.#control !== undefined;
  }

  /** Waits until the time of a line has come, or has it come. */
  async reach(time: number, signal: AbortSignal): Promise<void> {
    if (!this.#started) {
      this.#started = { first: time, real: Date.now() };
      if (this.#control) {
        const { speed } = await this.#control.call<ControlAnswers["GET clock"]>("GET", "clock");
        this.#speedBefore = speed;
        await this.#control.call("POST", "clock", { speed: 0, back: time, to: time });
      }
      return;
    }
    if (this.#speed !== undefined) {
      const { first, real } = this.#started;
      const due = real + (time - first) / this.#speed;
      await wait(Math.max(0, due - Date.now()), undefined, { signal });
    }
    await this.#control?.call("POST", "clock", { to: time });
  }

  /** Lets the minute of the last line end. */
  async finish(last: number): Promise<void> {
    if (Number.isNaN(last)) return;
    await this.#control?.call("POST", "clock", { to: (Math.floor(last / MINUTE) + 1) * MINUTE });
  }

  async restore(): Promise<void> {
    if (this.#started) await this.#control?.call("POST", "clock", { speed: this.#speedBefore });
  }
}

async function createStream(client: CloudWatchLogsClient, { group, stream }: Options): Promise<void> {
  const { CreateLogGroupCommand, CreateLogStreamCommand, ResourceAlreadyExistsException } = await import(
    "@aws-sdk/client-cloudwatch-logs"
  );
  for (const command of [
    new CreateLogGroupCommand({ logGroupName: group }),
    new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }),
  ])
    await (client.send(command as InstanceType<typeof CreateLogGroupCommand>) as Promise<unknown>).catch(
      (error) => {
        if (!(error instanceof ResourceAlreadyExistsException)) throw error;
      },
    );
}

async function send(
  client: CloudWatchLogsClient,
  { group, stream }: Options,
  batch: readonly HistoryEvent[],
): Promise<number> {
  const { PutLogEventsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const { rejectedLogEventsInfo: info } = await client.send(
    new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents: [...batch] }),
  );
  if (!info) return 0;
  const start = Math.max(info.tooOldLogEventEndIndex ?? 0, info.expiredLogEventEndIndex ?? 0);
  return batch.length - Math.max(0, (info.tooNewLogEventStartIndex ?? batch.length) - start);
}

async function showProgress(
  files: readonly string[],
): Promise<{ update: (bytes: number) => void; stop: () => void }> {
  if (!process.stderr.isTTY) return { update() {}, stop() {} };
  const { default: cliProgress } = await import("cli-progress");
  const total = logFiles(files).reduce((sum, { size }) => sum + size, 0);
  const bar = new cliProgress.SingleBar({
    format: "{bar} {percentage}%  {eta_formatted} left",
    stream: process.stderr,
  });
  bar.start(total, 0);
  return { update: (bytes) => bar.increment(bytes), stop: () => bar.stop() };
}

function report(
  { events, rejected, first, last }: { events: number; rejected: number; first: number; last: number },
  { group, json }: Options,
): void {
  const span = Number.isNaN(first)
    ? undefined
    : { from: new Date(first).toISOString(), to: new Date(last).toISOString() };
  if (json) {
    process.stdout.write(`${JSON.stringify({ group, events, rejected, ...span })}\n`);
    return;
  }
  const times = span ? ` from ${span.from} to ${span.to}` : "";
  const refused = rejected > 0 ? `; ${rejected} were refused for their age (AWS takes 14 days)` : "";
  process.stdout.write(`Sent ${events} events${times} to ${group}${refused}.\n`);
}
