#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import { Command } from "commander";
import { COMMANDS } from "./commands.ts";

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
  $ cumulog backtest access.log --pattern '[..., status = 5*, size]' --within 5m
  $ cumulog insights 'stats count(*) by bin(5m)' app.log     Logs Insights on your own files
  $ cumulog tail '/app/*' --follow                           log groups of your account, as events come
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

/** The command that is called; without one, all of them by name, for the help. */
async function addCommands(called: string | undefined): Promise<void> {
  const lazy = called === undefined || !Object.hasOwn(COMMANDS, called) ? undefined : COMMANDS[called];
  if (lazy) program.addCommand(await lazy.load());
  else
    for (const [name, { description }] of Object.entries(COMMANDS))
      program.command(name).description(description).allowUnknownOption();
}

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  const words = process.argv.slice(2);
  const named = words[0] === "help" ? words[1] : words.find((word) => !word.startsWith("-"));
  await addCommands(named);
  endWithTwo(program);
  await program.parseAsync(words[0] === "help" && named !== undefined ? [named, "--help"] : words, {
    from: "user",
  });
} catch (error) {
  const label = styleText("red", "Error:", { stream: process.stderr });
  process.stderr.write(`${label} ${(error as Error).message}\n`);
  process.exitCode = 2;
}
