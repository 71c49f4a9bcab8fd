import { Command, InvalidArgumentError } from "commander";
import { withConnection } from "../aws/connection.ts";
import type { TailOptions } from "./options.ts";

const HELP = `
Groups are names or globs: * is any text, ? one character. Records in JSON are shown for people, with colours by level; --raw shows
them as they came. --google reads Cloud Logging too, or alone, of the project in GOOGLE_CLOUD_PROJECT.

Examples:
  $ cumulog tail /app/checkout --follow
  $ cumulog tail '/app/*' --filter '{ $.level = "ERROR" }' --since 2h --json
  $ cumulog tail /app/checkout --since 2026-01-05T11:00:00Z --until 2026-01-05T13:00:00Z --fields level,message,requestId
  $ cumulog tail /app/checkout --google 'severity>=WARNING' --project my-project

Exit status: 0 also when nothing was found, which is said on standard error; 2 when a group is not there or cannot be read.`;

/** `cumulog tail`: prints the events of log groups, local or on AWS, and of Cloud Logging. */
export function tailCommand(): Command {
  return withConnection(new Command("tail"))
    .description("print log groups' events, and with --follow go on as new ones come")
    .argument("[groups...]", "names of log groups, or globs such as '/app/*'")
    .option("-f, --follow", "go on until interrupted")
    .option("--filter <pattern>", "only events that match this filter pattern")
    .option("--since <time>", "from this time on: ISO 8601, or how long ago", "10m")
    .option("--until <time>", "to this time: ISO 8601, or how long ago (default: now)")
    .option("--stream <prefix>", "only streams whose names begin so")
    .option("--google [filter]", "read Cloud Logging, all or what matches this filter")
    .option("--project <id>", "with --google: project (default: GOOGLE_CLOUD_PROJECT)")
    .option("--fields <names>", "of JSON only these fields, separated by commas", names)
    .option("--raw", "print messages as they came")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(async (groups: readonly string[], options: TailOptions) => {
      const { tail } = await import("./tail.ts");
      await tail(groups, options);
    });
}

function names(text: string): string[] {
  const found = text.split(",").map((name) => name.trim());
  if (found.includes("")) throw new InvalidArgumentError("expected names separated by commas");
  return found;
}
