import { Command } from "commander";
import { timeOf } from "../time-range.ts";
import { interruptibleChange, type LakeOptions, sayWaiting, withLake } from "./options.ts";
import { lakePackage } from "./package.ts";

interface DeleteCommandOptions extends LakeOptions {
  readonly before?: string;
  readonly where?: string;
  readonly json: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog lake delete --before 30d                         keep thirty days
  $ cumulog lake delete --before 2026-01-01
  $ cumulog lake delete --where "user_id = 'u-17'"           forget a user`;

/** `cumulog lake delete`: retention and erasure. */
export function deleteCommand(): Command {
  return withLake(new Command("delete"))
    .description("delete events for good; they do not come back when their file is loaded again")
    .option("--before <time>", "events before this time: ISO, or 30d for thirty days ago")
    .option("--where <condition>", "events for which this condition of SQL is true")
    .option("--json", "print what was done as JSON", false)
    .addHelpText("after", EXAMPLES)
    .action(remove);
}

async function remove({ lake, before, where, json }: DeleteCommandOptions): Promise<void> {
  if (before === undefined && where === undefined)
    throw new Error("Say what to delete: --before a time, or --where a condition.");
  const { deleteFromLake } = await lakePackage();
  const result = await interruptibleChange((signal) =>
    deleteFromLake({
      directory: lake,
      ...(before !== undefined && { before: timeOf("--before", before, Date.now()) }),
      ...(where !== undefined && { where }),
      onWait: sayWaiting,
      signal,
    }),
  );
  if (result === undefined) return;
  const { deleted, left, stillRead } = result;
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `${deleted.toLocaleString("en")} events deleted, ${left.toLocaleString("en")} left\n`,
    );
  if (stillRead > 0)
    process.stderr.write(
      "A query still reads the events from before; their files go with the next command that changes the lake.\n",
    );
}
