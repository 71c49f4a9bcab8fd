import { Command } from "commander";
import { PatternCounter } from "cumulog/analysis";
import { withConnection } from "../aws/connection.ts";
import { interruptible } from "../interruption.ts";
import { showWarnings, withLogOptions } from "../log-options.ts";
import { wholeNumber } from "../option-values.ts";
import { assignTemplates } from "./assign.ts";
import { showChanges, showPatterns } from "./show-patterns.ts";
import { countPatterns, type SourceOptions } from "./source.ts";

interface PatternsOptions extends SourceOptions {
  readonly diff?: true;
  readonly assign?: true;
  readonly json?: true;
  readonly limit: number;
}

const HELP = `
A pattern is the text that the program wrote, with <*> for what varies. JSON records count by their message and error.

Examples:
  $ cumulog patterns app.log                                 what this log consists of
  $ cumulog patterns logs/ --from 2026-01-05T10:00:00Z --limit 10
  $ cumulog patterns --diff before.log after.log             new, gone, more, less
  $ cumulog patterns --group /checkout/api --from 2h         of a log group
  $ cumulog patterns --lake lake --json
  $ cumulog patterns --assign app.log                        one pattern id for every line, in order

Exit status: 0 when there was something to read, 2 when it could not be read.`;

/** `cumulog patterns`: the templates of a log. */
export function patternsCommand(): Command {
  return withConnection(withLogOptions(new Command("patterns")))
    .description("list the patterns of a log's lines: how often, since when, and what is new")
    .argument("[logs...]", "log files, directories, or - for the standard input, plain or packed")
    .option("--diff", "compare two logs: what is new, gone, more and less in the second")
    .option("--assign", "print one pattern id for every line of one file, in order")
    .option("-g, --group <name>", "log group to read instead of files")
    .option("--lake <directory>", "lake to read instead of files")
    .option("--from <time>", "ISO time, or a duration ago such as 2h (default: 1h with --group, else all)")
    .option("--to <time>", "ISO time, or a duration ago (default: now, or the end)")
    .option("--limit <number>", "patterns to print", wholeNumber(1), 50)
    .option("--json", "print one JSON object a pattern, or with --assign a line")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(paths: readonly string[], options: PatternsOptions): Promise<void> {
  check(paths, options);
  await interruptible(async (signal) => {
    if (options.assign) await assignTemplates(paths[0]!, options.json === true, signal);
    else if (options.diff) await compare(paths, options, signal);
    else await list(paths, options, signal);
  });
}

function check(paths: readonly string[], { group, lake, diff, assign, from, to }: PatternsOptions): void {
  const sources = [paths.length > 0, group !== undefined, lake !== undefined].filter(Boolean).length;
  if (sources !== 1) throw new Error("Say what to read: log files, --group or --lake, and only one of them.");
  if (diff && assign) throw new Error("--diff and --assign cannot be had at once: expected one of them.");
  if (diff && paths.length !== 2)
    throw new Error(`--diff compares two logs: expected two files or folders, got ${paths.length}.`);
  if (assign && paths.length !== 1) throw new Error(`--assign reads one file: got ${paths.length}.`);
  if (assign && (from !== undefined || to !== undefined))
    throw new Error("--assign prints a line for every line: it cannot be had with --from or --to.");
}

async function list(paths: readonly string[], options: PatternsOptions, signal: AbortSignal): Promise<void> {
  const counter = new PatternCounter();
  const warnings = await countPatterns(counter, paths, options, 0, signal);
  const patterns = counter.counts();
  if (options.json) print(patterns.slice(0, options.limit));
  else showPatterns(patterns, counter.events, options.limit);
  showWarnings(warnings);
}

async function compare(
  [before, after]: readonly string[],
  options: PatternsOptions,
  signal: AbortSignal,
): Promise<void> {
  const counter = new PatternCounter();
  const warnings = [
    ...(await countPatterns(counter, [before!], options, 0, signal)),
    ...(await countPatterns(counter, [after!], options, 1, signal)),
  ];
  const changes = counter.changes();
  if (options.json) print(changes.slice(0, options.limit));
  else showChanges(changes, options.limit);
  showWarnings([...new Set(warnings)]);
}

function print(rows: readonly object[]): void {
  process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}
