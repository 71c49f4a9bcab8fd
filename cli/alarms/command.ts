import { Command } from "commander";
import { withConnection } from "../aws/connection.ts";
import { type HistoryOptions, type ListOptions, STATES } from "./options.ts";

const HELP = `
Lists metric alarms, log alarms and composite alarms, these with the alarms that they are made of. Talks to the cloud that --endpoint,
AWS_ENDPOINT_URL or the profile names, and to AWS without them.

Examples:
  $ cumulog alarms --endpoint http://127.0.0.1:4600
  $ cumulog alarms --state ALARM --json
  $ cumulog alarms history
  $ cumulog alarms history "server errors" --limit 5`;

/** `cumulog alarms`: the alarms with their states, and the history of one or all. */
export function alarmsCommand(): Command {
  const command = withConnection(new Command("alarms"))
    .description("list alarms with their state, since when and why")
    .option("--state <state>", `only alarms in this state: ${STATES.join(", ")}`)
    .option("--prefix <text>", "only alarms whose name begins so")
    .option("--json", "print one JSON object a line")
    .addHelpText("after", HELP)
    .action(async (options: ListOptions) => {
      const { listAlarms } = await import("./list.ts");
      await listAlarms(options);
    });
  const history = withConnection(new Command("history"))
    .description("print what happened to one alarm, or to all, the newest first")
    .argument("[name]", "name of the alarm")
    .option("--type <type>", "only StateUpdate, Action, ConfigurationUpdate or AlarmContributorStateUpdate")
    .option("--limit <count>", "most items to print", "20")
    .option("--json", "print one JSON object a line")
    .action(async (name: string | undefined, _options: HistoryOptions, self: Command) => {
      const { printHistory } = await import("./history.ts");
      await printHistory(name, self.optsWithGlobals<HistoryOptions>());
    });
  return command.addCommand(history);
}
