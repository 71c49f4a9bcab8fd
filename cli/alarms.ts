import { styleText } from "node:util";
import type { AlarmHistoryItem, CloudWatchClient, HistoryItemType } from "@aws-sdk/client-cloudwatch";
import { Command } from "commander";
import { terminalText } from "./terminal-text.ts";

interface ConnectionOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly json?: true;
}

interface ListOptions extends ConnectionOptions {
  readonly state?: string;
  readonly prefix?: string;
}

interface HistoryOptions extends ConnectionOptions {
  readonly type?: string;
  readonly limit: string;
}

interface AlarmLine {
  readonly name: string;
  readonly type: "MetricAlarm" | "CompositeAlarm" | "LogAlarm";
  readonly state: string;
  readonly since: string | undefined;
  readonly reason: string;
}

const COLOURS: Readonly<Record<string, "green" | "red" | "yellow">> = {
  OK: "green",
  ALARM: "red",
  INSUFFICIENT_DATA: "yellow",
};
const STATES = Object.keys(COLOURS);
const TYPES = ["MetricAlarm", "CompositeAlarm", "LogAlarm"] as const;

const HELP = `
Talks to the cloud that AWS_ENDPOINT_URL or --endpoint names, and to AWS itself without them.

Examples:
  $ cumulog alarms --endpoint http://127.0.0.1:4566
  $ cumulog alarms --state ALARM --json
  $ cumulog alarms history "server errors" --limit 5`;

/** `cumulog alarms`: the alarms with their states, and the history of one. */
export function alarmsCommand(): Command {
  const command = withConnection(new Command("alarms"))
    .description("list alarms with their state, since when and why")
    .option("--state <state>", `only alarms in this state: ${STATES.join(", ")}`)
    .option("--prefix <text>", "only alarms whose name begins so")
    .addHelpText("after", HELP)
    .action((options: ListOptions) => list(options));
  const history = withConnection(new Command("history"))
    .description("print what happened to one alarm, the newest first")
    .argument("<name>", "name of the alarm")
    .option("--type <type>", "only StateUpdate, Action, ConfigurationUpdate or AlarmContributorStateUpdate")
    .option("--limit <count>", "most items to print", "20")
    .action((name: string, _options: HistoryOptions, self: Command) => {
      return printHistory(name, self.optsWithGlobals<HistoryOptions>());
    });
  return command.addCommand(history);
}

function withConnection(command: Command): Command {
  return command
    .option("--endpoint <url>", "address of the cloud (default: AWS_ENDPOINT_URL, or AWS)")
    .option("--region <region>", "region (default: AWS_REGION, or us-east-1)")
    .option("--json", "print one JSON object a line");
}

async function list(options: ListOptions): Promise<void> {
  if (options.state !== undefined && !STATES.includes(options.state))
    throw new Error(`--state is ${options.state}: expected ${STATES.join(", ")}`);
  const { paginateDescribeAlarms } = await import("@aws-sdk/client-cloudwatch");
  const client = await connect(options);
  const lines: AlarmLine[] = [];
  const pages = paginateDescribeAlarms(
    { client },
    {
      AlarmTypes: [...TYPES],
      ...(options.state !== undefined && {
        StateValue: options.state as "OK" | "ALARM" | "INSUFFICIENT_DATA",
      }),
      ...(options.prefix !== undefined && { AlarmNamePrefix: options.prefix }),
    },
  );
  for await (const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } of pages)
    for (const [type, alarms] of [
      ["MetricAlarm", MetricAlarms],
      ["CompositeAlarm", CompositeAlarms],
      ["LogAlarm", LogAlarms],
    ] as const)
      for (const {
        AlarmName,
        StateValue,
        StateReason,
        StateTransitionedTimestamp,
        StateUpdatedTimestamp,
      } of alarms)
        lines.push({
          name: AlarmName ?? "",
          type,
          state: StateValue ?? "",
          since: (StateTransitionedTimestamp ?? StateUpdatedTimestamp)?.toISOString(),
          reason: StateReason ?? "",
        });
  client.destroy();
  if (options.json) for (const line of lines) print(JSON.stringify(line));
  else if (lines.length === 0) print("No alarms.");
  else await printTable(lines);
}

async function printTable(lines: readonly AlarmLine[]): Promise<void> {
  const { default: Table } = await import("cli-table3");
  const others = 24 + 19 + 26 + 5;
  const width = Math.max(30, (process.stdout.columns ?? 120) - others);
  const table = new Table({
    head: ["alarm", "state", "since", "reason"],
    style: { head: [], border: [] },
    colWidths: [24, 19, 26, width],
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  for (const { name, state, since = "", reason } of lines)
    table.push([terminalText(name), coloured(state), since, terminalText(reason)]);
  print(table.toString());
}

async function printHistory(name: string, options: HistoryOptions): Promise<void> {
  const limit = Number(options.limit);
  if (!(Number.isInteger(limit) && limit > 0))
    throw new Error(`--limit is ${options.limit}: expected a whole number from 1`);
  const { paginateDescribeAlarmHistory } = await import("@aws-sdk/client-cloudwatch");
  const client = await connect(options);
  const items: AlarmHistoryItem[] = [];
  const pages = paginateDescribeAlarmHistory(
    { client },
    {
      AlarmName: name,
      AlarmTypes: [...TYPES],
      MaxRecords: Math.min(limit, 100),
      ...(options.type !== undefined && {
        HistoryItemType: options.type as HistoryItemType,
      }),
    },
  );
  for await (const { AlarmHistoryItems = [] } of pages) {
    items.push(...AlarmHistoryItems);
    if (items.length >= limit) break;
  }
  client.destroy();
  for (const { Timestamp, HistoryItemType: type, HistorySummary, HistoryData } of items.slice(0, limit)) {
    const time = Timestamp?.toISOString();
    if (options.json) {
      const data: unknown = JSON.parse(HistoryData ?? "null");
      print(JSON.stringify({ time, type, summary: HistorySummary, data }));
    } else print(`${time}  ${(type ?? "").padEnd(19)}  ${terminalText(HistorySummary ?? "")}`);
  }
}

async function connect({
  endpoint = process.env["AWS_ENDPOINT_URL"],
  region,
}: ConnectionOptions): Promise<CloudWatchClient> {
  const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
  const local = endpoint !== undefined && /^https?:\/\/(localhost|127\.|\[::1\])/.test(endpoint);
  return new CloudWatchClient({
    region: region ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1",
    ...(endpoint !== undefined && { endpoint }),
    ...(local && { credentials: { accessKeyId: "local", secretAccessKey: "local" } }),
  });
}

function coloured(state: string): string {
  const colour = COLOURS[state];
  return colour ? styleText(colour, state, { stream: process.stdout }) : state;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
