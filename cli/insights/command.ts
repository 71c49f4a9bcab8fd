import { Command, InvalidArgumentError } from "commander";
import { QueryCompileError } from "cumulog/semantics";
import { withConnection } from "../aws/connection.ts";
import { withLogOptions } from "../log-options.ts";
import { collect, wholeNumber } from "../option-values.ts";
import type { InsightsOptions } from "./options.ts";
import { pointInto } from "./point-into.ts";
import { queryCloud } from "./query-cloud.ts";
import { queryFiles } from "./query-files.ts";
import { showAnswer } from "./show-answer.ts";

const HELP = `
Asks the log files that stand behind the query, or the log groups that --group or SOURCE names: of the cloud at
--endpoint or AWS_ENDPOINT_URL, or of your account.

Examples:
  $ cumulog insights 'stats count(*) as n by status | sort n desc' access.ndjson
  $ cumulog insights 'parse @message "* - - [*] \\"* *" as ip, time, method, path | stats count(*) by method' access.log
  $ cumulog insights 'filter @message like /ERROR/ | pattern @message' logs/ --json
  $ cumulog insights 'fields user | lookup people user OUTPUT team | stats count(*) by team' app.ndjson --lookup people=people.csv
  $ cumulog insights 'filter @message like /timeout/ | limit 20' --group /checkout/api --from 2h
  $ cumulog insights 'stats avg(@duration) by bin(5m)' --group /aws/lambda/pay --endpoint http://127.0.0.1:4600

Exit status: 0 when the query ran, 2 when it could not.`;

/** `cumulog insights "<query>"`: Logs Insights over files, the local cloud or an account. */
export function insightsCommand(): Command {
  return withConnection(withLogOptions(new Command("insights")))
    .description("run a CloudWatch Logs Insights query on log files, the local cloud or your account")
    .argument("<query>", "query, for example 'filter level = \"ERROR\" | stats count(*) by bin(5m)'")
    .argument("[logs...]", "log files, directories, or - for the standard input, plain or packed")
    .option(
      "-g, --group <name>",
      "log group to ask instead of files; may be given several times",
      collect,
      [],
    )
    .option(
      "--from <time>",
      "ISO time, or a duration ago such as 2h (default: 1h with --group, all of files)",
    )
    .option("--to <time>", "ISO time, or a duration ago (default: now, or the end of files)")
    .option("--limit <rows>", "rows when the query has no limit (default: 10000)", wholeNumber(1, 100_000))
    .option("--lookup <name=file>", "CSV file for lookup, with files; may be given several times", table, {})
    .option("--json", "print one JSON object a row")
    .option("--csv", "print comma-separated values with a header")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(query: string, paths: readonly string[], options: InsightsOptions): Promise<void> {
  if (options.json && options.csv) throw new Error("Say --json or --csv, not both.");
  const named = options.group.length > 0 || /^\s*\|?\s*source\b/i.test(query);
  if (named === paths.length > 0)
    throw new Error("Say what to ask: log files, or --group (or SOURCE in the query), and not both.");
  try {
    showAnswer(named ? await queryCloud(query, options) : await queryFiles(query, paths, options), options);
  } catch (error) {
    throw error instanceof QueryCompileError ? new Error(pointInto(query, error)) : error;
  }
}

function table(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, file] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("expected for example people=people.csv");
  return { ...before, [name]: file! };
}
