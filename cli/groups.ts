import { Command } from "commander";
import { type ConnectionOptions, connectLogs, withConnection } from "./aws/connection.ts";

interface Options extends ConnectionOptions {
  readonly json?: true;
}

const HELP = `
Examples:
  $ cumulog groups
  $ cumulog groups '/aws/lambda/*' --profile production
  $ cumulog groups --json`;

/** `cumulog groups`: the log groups of a cloud. */
export function groupsCommand(): Command {
  return withConnection(new Command("groups"))
    .description("list log groups with their size, retention and class")
    .argument("[glob]", "only groups that match, such as '/app/*'")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(listGroups);
}

async function listGroups(glob: string | undefined, { json, ...connection }: Options): Promise<void> {
  const [
    { paginateDescribeLogGroups },
    { globPrefix, globTest },
    { byteText },
    { textTable },
    { terminalText },
  ] = await Promise.all([
    import("@aws-sdk/client-cloudwatch-logs"),
    import("./tail/log-groups.ts"),
    import("./byte-text.ts"),
    import("./text-table.ts"),
    import("./terminal-text.ts"),
  ]);
  const matches = globTest(glob ?? "*");
  const prefix = globPrefix(glob ?? "*");
  const client = await connectLogs(connection);
  const rows: string[][] = [];
  try {
    const pages = paginateDescribeLogGroups(
      { client },
      { ...(prefix !== "" && { logGroupNamePrefix: prefix }) },
    );
    for await (const { logGroups = [] } of pages)
      for (const group of logGroups) {
        const {
          logGroupName: name = "",
          storedBytes = 0,
          retentionInDays,
          logGroupClass = "STANDARD",
        } = group;
        if (!matches(name)) continue;
        const { creationTime = 0, deletionProtectionEnabled = false } = group;
        const created = new Date(creationTime).toISOString();
        if (json)
          process.stdout.write(
            `${JSON.stringify({ name, storedBytes, retentionInDays, class: logGroupClass, created, deletionProtection: deletionProtectionEnabled })}\n`,
          );
        rows.push([
          byteText(storedBytes),
          retentionInDays === undefined ? "for ever" : `${retentionInDays} days`,
          logGroupClass.toLowerCase().replaceAll("_", " ") + (deletionProtectionEnabled ? ", protected" : ""),
          created.slice(0, 10),
          terminalText(name),
        ]);
      }
  } finally {
    client.destroy();
  }
  if (json) return;
  if (rows.length === 0)
    process.stderr.write(
      glob === undefined ? "There are no log groups.\n" : `No log group matches "${glob}".\n`,
    );
  else process.stdout.write(`${textTable([["SIZE", "KEPT", "CLASS", "CREATED", "GROUP"], ...rows])}\n`);
}
