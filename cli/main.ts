#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import { Command } from "commander";
import { alarmsCommand } from "./alarms.ts";
import { backtestCommand } from "./backtest.ts";
import { faultsCommand } from "./faults.ts";
import { inboxCommand } from "./inbox.ts";
import { insightsCommand } from "./insights/command.ts";
import { lakeCommand } from "./lake/command.ts";
import { compareCommand } from "./lake/compare.ts";
import { queriesCommand } from "./lake/queries.ts";
import { queryCommand } from "./lake/query.ts";
import { reportCommand } from "./lake/report.ts";
import { patternsCommand } from "./patterns/command.ts";
import { planCommand } from "./plan/command.ts";
import { redriveCommand } from "./redrive.ts";
import { replayCommand } from "./replay.ts";
import { searchCommand } from "./search/command.ts";
import { synthCommand } from "./synth.ts";
import { tailCommand } from "./tail.ts";
import { testPatternCommand } from "./test-pattern.ts";
import { upCommand } from "./up.ts";

/** package.json stands beside the source, and above `dist/` in the package. */
function version(): string {
  for (const path of ["./package.json", "../package.json"])
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as { version: string })
        .version;
    } catch {}
  return "unknown";
}

const EXAMPLES = `
Examples:
  $ cumulog up cdk.out --speed 60                            run your stack on this machine
  $ cumulog backtest access.log --pattern '[.., status = 5*, size]' --within 5m
  $ cumulog insights 'stats count(*) by bin(5m)' app.log     Logs Insights on your own files
  $ cumulog patterns app.log                                 what a log consists of, and what is new
  $ cumulog test-pattern '{ $.level = "ERROR" }' app.log

Exit status: 0 on success, 2 on a mistake in the command or when it could not be done; test-pattern: 1 when no line matches.`;

/** Mistakes in the command line end like every other failure; commander's own status is the one of "nothing matched". */
function endWithTwo(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  command.commands.forEach(endWithTwo);
}

const program = new Command("cumulog")
  .description(
    "Log once, deliver to CloudWatch Logs and Cloud Logging, and test alarms before they page anyone.",
  )
  .version(version())
  // What stands behind a command is its own: also an option that the command above has too.
  .enablePositionalOptions()
  .showHelpAfterError("(--help shows examples)")
  .addHelpText("after", EXAMPLES);

for (const command of [
  upCommand(),
  tailCommand(),
  alarmsCommand(),
  inboxCommand(),
  replayCommand(),
  faultsCommand(),
  testPatternCommand(),
  backtestCommand(),
  planCommand(),
  redriveCommand(),
  searchCommand(),
  insightsCommand(),
  lakeCommand(),
  queryCommand(),
  queriesCommand(),
  compareCommand(),
  patternsCommand(),
  reportCommand(),
  synthCommand(),
])
  program.addCommand(command);
endWithTwo(program);

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  const label = styleText("red", "Error:", { stream: process.stderr });
  process.stderr.write(`${label} ${(error as Error).message}\n`);
  process.exitCode = 2;
}
