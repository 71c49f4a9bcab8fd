import { styleText } from "node:util";
import { Command } from "commander";
import { checkIndexPattern, differences, installSearch, planSearch, type SetupStep } from "cumulog/search";
import { wholeNumber } from "../option-values.ts";
import { connectSearch, orSay, type SearchOptions, withSearchServer } from "./connection.ts";

interface Options extends SearchOptions {
  readonly retentionDays: number;
  readonly shards?: number;
  readonly replicas?: number;
  readonly dryRun?: true;
  readonly json?: true;
}

const HELP = `
Shows what differs from what the server has, and installs it. A second run finds nothing to do.

Examples:
  $ cumulog search setup --url https://search.example.com:9200 --user admin --dry-run
  $ cumulog search setup --url https://vpc-logs.eu-west-1.es.amazonaws.com --aws eu-west-1 --retention-days 14`;

/** `cumulog search setup`: index template and retention policy. */
export function setupCommand(): Command {
  return withSearchServer(new Command("setup"))
    .description("install the index template and the retention policy")
    .option("--retention-days <n>", "days after which an index is deleted", wholeNumber(1), 30)
    .option(
      "--shards <n>",
      "primary shards of an index: one for each 10 to 50 GB a day (default: the server's)",
      wholeNumber(1),
    )
    .option(
      "--replicas <n>",
      "copies of each shard; 0 on a single node (default: the server's)",
      wholeNumber(0),
    )
    .option("--dry-run", "only show what would be done")
    .option("--json", "print one JSON object for each thing")
    .addHelpText("after", HELP)
    .action(setup);
}

async function setup(options: Options): Promise<void> {
  checkIndexPattern(options.index);
  const { index, retentionDays, shards, replicas } = options;
  const wanted = { index, retentionDays, shards, replicas };
  const connection = connectSearch(options);
  await orSay(connection, async () => {
    const steps = await planSearch(connection, wanted);
    for (const step of steps) process.stdout.write(options.json ? jsonOf(step) : textOf(step));
    if (!options.dryRun) await installSearch(connection, wanted);
    const open = steps.filter(({ state }) => state === "missing" || state === "different").length;
    if (options.json) return;
    process.stdout.write(
      open === 0 ? "Nothing to do.\n" : options.dryRun ? `${open} to install.\n` : `${open} installed.\n`,
    );
  });
}

function jsonOf({ name, state, present, wanted }: SetupStep): string {
  return `${JSON.stringify({ name, state, differences: state === "different" ? differences(present, wanted) : [] })}\n`;
}

const SAID: Readonly<Record<SetupStep["state"], string>> = {
  missing: "is missing",
  same: "is as wanted",
  different: "differs",
  unavailable: "is not possible on this server: delete old indices yourself",
};

function textOf({ name, state, present, wanted }: SetupStep): string {
  const lines = [`${name} ${SAID[state]}`];
  const stream = process.stdout;
  if (state === "different")
    for (const { path, present: has, wanted: wants } of differences(present, wanted)) {
      lines.push(styleText("red", `  - ${path}: ${JSON.stringify(has) ?? "nothing"}`, { stream }));
      lines.push(styleText("green", `  + ${path}: ${JSON.stringify(wants)}`, { stream }));
    }
  return `${lines.join("\n")}\n`;
}
