import { Command } from "commander";
import { type ConnectionOptions, connectLogs, withConnection } from "./aws/connection.ts";

interface Options extends ConnectionOptions {
  readonly prefix?: string;
  readonly limit: string;
  readonly json?: true;
}

const HELP = `
Examples:
  $ cumulog streams /app/checkout
  $ cumulog streams /aws/lambda/pay --limit 5 --json`;

/** `cumulog streams`: the streams of a log group. */
export function streamsCommand(): Command {
  return withConnection(new Command("streams"))
    .description("list the streams of a log group, those with the newest events first")
    .argument("<group>", "name of the log group")
    .option("--prefix <text>", "only streams whose names begin so, by name")
    .option("--limit <count>", "most streams to print", "50")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(listStreams);
}

async function listStreams(
  logGroupName: string,
  { prefix, limit: wanted, json, ...connection }: Options,
): Promise<void> {
  const limit = Number(wanted);
  if (!(Number.isInteger(limit) && limit > 0))
    throw new Error(`--limit is ${wanted}: expected a whole number from 1`);
  const [{ paginateDescribeLogStreams }, { textTable }, { terminalText }] = await Promise.all([
    import("@aws-sdk/client-cloudwatch-logs"),
    import("./text-table.ts"),
    import("./terminal-text.ts"),
  ]);
  const client = await connectLogs(connection);
  const found: { name: string; firstEvent?: string; lastEvent?: string }[] = [];
  const order =
    prefix === undefined
      ? { orderBy: "LastEventTime" as const, descending: true }
      : { logStreamNamePrefix: prefix };
  try {
    const pages = paginateDescribeLogStreams(
      { client },
      { logGroupName, ...order, limit: Math.min(limit, 50) },
    );
    for await (const { logStreams = [] } of pages) {
      for (const { logStreamName: name = "", firstEventTimestamp, lastEventTimestamp } of logStreams)
        found.push({
          name,
          ...(firstEventTimestamp !== undefined && {
            firstEvent: new Date(firstEventTimestamp).toISOString(),
          }),
          ...(lastEventTimestamp !== undefined && { lastEvent: new Date(lastEventTimestamp).toISOString() }),
        });
      if (found.length >= limit) break;
    }
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    throw new Error(`There is no log group "${logGroupName}"`, { cause: error });
  } finally {
    client.destroy();
  }
  const shown = found.slice(0, limit);
  if (json) for (const stream of shown) process.stdout.write(`${JSON.stringify(stream)}\n`);
  else if (shown.length === 0) process.stderr.write(`The log group "${logGroupName}" has no such stream.\n`);
  else {
    const rows = shown.map(({ name, firstEvent = "-", lastEvent = "-" }) => [
      lastEvent,
      firstEvent,
      terminalText(name),
    ]);
    process.stdout.write(`${textTable([["LAST EVENT", "FIRST EVENT", "STREAM"], ...rows])}\n`);
  }
}
