import { styleText } from "node:util";
import { connectCloudWatch } from "../aws/connection.ts";
import { terminalText } from "../terminal-text.ts";
import { textTable } from "../text-table.ts";
import { readAlarms } from "./alarm-line.ts";
import { type AlarmNode, alarmTree } from "./alarm-tree.ts";
import { type ListOptions, STATES } from "./options.ts";

const COLOURS: Readonly<Record<string, "green" | "red" | "yellow">> = {
  OK: "green",
  ALARM: "red",
  INSUFFICIENT_DATA: "yellow",
};
const KINDS = { MetricAlarm: "metric", CompositeAlarm: "composite", LogAlarm: "log" } as const;

/** Prints the alarms; composite ones with what they are made of. */
export async function listAlarms({ state, prefix, json, ...connection }: ListOptions): Promise<void> {
  if (state !== undefined && !STATES.includes(state))
    throw new Error(`--state is ${state}: expected ${STATES.join(", ")}`);
  const client = await connectCloudWatch(connection);
  const alarms = await readAlarms(client, { state, prefix }).finally(() => client.destroy());
  if (json) {
    for (const { arn: _arn, ...line } of alarms) process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  if (alarms.length === 0) {
    process.stdout.write("No alarms.\n");
    return;
  }
  const head = ["ALARM", "TYPE", "STATE", "SINCE", "REASON"];
  const rows = alarmTree(alarms).flatMap((node) => rowsOf(node, "", ""));
  process.stdout.write(`${textTable([head, ...rows])}\n`);
}

/** A row for the alarm, then one for each below it, with lines that lead there. */
function rowsOf({ alarm, children }: AlarmNode, lead: string, below: string): string[][] {
  const { name, type, state, since = "", reason } = alarm;
  const colour = COLOURS[state];
  const shown = colour ? styleText(colour, state, { stream: process.stdout }) : state;
  return [
    [lead + terminalText(name), KINDS[type], shown, since, terminalText(reason)],
    ...children.flatMap((child, index) => {
      const isLast = index === children.length - 1;
      return rowsOf(child, `${below}${isLast ? "└ " : "├ "}`, `${below}${isLast ? "  " : "│ "}`);
    }),
  ];
}
