import { statSync } from "node:fs";
import type { LoadResult } from "@cumulog/lake";
import { Command } from "commander";
import { type DeclaredColumns, logFiles, timestampFormatNames } from "cumulog/analysis";
import { type ConnectionOptions, withConnection } from "../aws/connection.ts";
import { type SpanOptions, spanOf } from "../time-range.ts";
import { isInBucket, loadIntoBucket } from "./bucket-load.ts";
import { lakeColumns } from "./columns.ts";
import { interruptibleChange, type LakeOptions, sayWaiting, withLake, withSpan } from "./options.ts";
import { lakePackage } from "./package.ts";

interface LoadCommandOptions extends LakeOptions, SpanOptions, ConnectionOptions {
  readonly group?: readonly string[];
  readonly google?: string;
  readonly project?: string;
  readonly timestampFormat?: string;
  readonly config?: string;
  readonly templates: boolean;
  readonly json: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog lake load access.log
  $ cumulog lake load logs/ app.log.gz --lake /data/lake
  $ journalctl -o json | cumulog lake load -
  $ cumulog lake load --group /checkout/api --from 2026-01-01 --to 2026-01-08
  $ cumulog lake load --group '/app/*' --from 24h --endpoint http://127.0.0.1:4600
  $ cumulog lake load --group /checkout/api --from 90d --lake s3://my-lake/logs/
  $ cumulog lake load --google 'severity>=WARNING' --project my-project --from 24h

With --lake s3://…, a stack's lake gets what a log group had before its subscription began: the folder logs/ of its bucket.
Loading the same twice adds nothing. Of what was read, all is loaded or counted by the reason for which it was not.`;

/** `cumulog lake load`: adds logs to a lake. */
export function loadCommand(): Command {
  const command = new Command("load")
    .description("add logs to a lake: files, folders, standard input (-), a log group, or Cloud Logging")
    .argument("[logs...]", "log files, folders and packed files; - is the standard input")
    .option(
      "--group <name>",
      "read a CloudWatch log group instead, or those of a glob such as '/app/*' (repeatable)",
      (name: string, before: readonly string[] = []) => [...before, name],
    )
    .option("--google <filter>", "read entries of Cloud Logging instead, of a filter ('' for all)")
    .option("--project <id>", "with --google: project (default: GOOGLE_CLOUD_PROJECT)");
  return withConnection(withSpan(withLake(command)))
    .option(
      "--timestamp-format <format>",
      `${timestampFormatNames.join(", ")} or a strptime pattern (default: guessed)`,
    )
    .option("-c, --config <file>", "configuration with lake.columns (default: cumulog.yaml when it is there)")
    .option("--no-templates", "leave message_template empty, which is faster")
    .option("--json", "print the account as JSON", false)
    .addHelpText("after", EXAMPLES)
    .action(load);
}

async function load(paths: readonly string[], options: LoadCommandOptions): Promise<void> {
  const sources = [paths.length > 0, options.group !== undefined, options.google !== undefined];
  if (sources.filter(Boolean).length !== 1)
    throw new Error("Say what to load: log files, or --group, or --google.");
  const { loadLake } = await lakePackage();
  const columns = await lakeColumns(options.config);
  const files = paths.filter((path) => path !== "-");
  const progress = await progressOf(files, options.json);
  let uploaded: string | undefined;
  const work = async (signal: AbortSignal): Promise<LoadResult> => {
    try {
      const logs = {
        paths: files,
        ...(files.length < paths.length && { stream: process.stdin }),
        ...(await eventsOf(options)),
        ...(columns !== undefined && { columns: columns as DeclaredColumns }),
        ...(options.timestampFormat !== undefined && { timestampFormat: options.timestampFormat }),
        templates: options.templates,
        onRead: progress.read,
        onWait: sayWaiting,
        signal,
      };
      const { lake } = options;
      return isInBucket(lake)
        ? await loadIntoBucket(lake, logs, options, (done, of) => {
            uploaded = `${done} of ${of} files are in ${lake}, loading the same again goes on`;
          })
        : await loadLake({ directory: lake, ...logs });
    } finally {
      progress.end();
    }
  };
  const result = await interruptibleChange(work, () => uploaded ?? "nothing was changed");
  if (result === undefined) return;
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : accountText(result, options.lake));
}

async function eventsOf(options: LoadCommandOptions) {
  const { group, google } = options;
  if (group !== undefined) {
    const [{ groupEvents }, { cloudTime }] = await Promise.all([
      import("./group-events.ts"),
      import("../cloud-time.ts"),
    ]);
    return { events: groupEvents(group, spanOf(options, await cloudTime(options)), options) };
  }
  if (google === undefined) return {};
  const { googleEvents } = await import("./google-events.ts");
  return { events: googleEvents(google, options.project, spanOf(options)) };
}

const count = (number: number): string => number.toLocaleString("en");

function accountText({ read, loaded, rejected, unparsable, cut, leftOut }: LoadResult, lake: string): string {
  const lines = [`${count(read)} read, ${count(loaded)} loaded into ${lake}`];
  for (const [reason, number] of Object.entries(rejected))
    lines.push(`${count(number)} not loaded: ${reason}`);
  for (const [column, number] of Object.entries(unparsable))
    lines.push(
      `${count(number)} ${number === 1 ? "value" : "values"} of ${column} could not be read: NULL there, kept in attributes`,
    );
  if (cut > 0)
    lines.push(`${count(cut)} ${cut === 1 ? "line" : "lines"} without an end: cut after a megabyte`);
  for (const { file, reason } of leftOut) lines.push(`Left out ${file}: ${reason}`);
  return `${lines.join("\n")}\n`;
}

/** A bar over the bytes of the files, on a terminal only. */
async function progressOf(paths: readonly string[], json: boolean) {
  if (json || !process.stderr.isTTY || paths.length === 0) return { read: () => {}, end: () => {} };
  const { SingleBar, Presets } = (await import("cli-progress")).default;
  const total = logFiles(paths).reduce((sum, { path }) => sum + statSync(path).size, 0);
  const bar = new SingleBar(
    { format: "{bar} {percentage} % | {eta_formatted} left", clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { read: (bytes: number) => bar.increment(bytes), end: () => bar.stop() };
}
