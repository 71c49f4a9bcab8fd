import { Command } from "commander";
import { compactCommand } from "./compact.ts";
import { deleteCommand } from "./delete.ts";
import { exportCommand } from "./export.ts";
import { loadCommand } from "./load.ts";

const EXAMPLES = `
Examples:
  $ cumulog lake load logs/                                  into the folder lake/
  $ cumulog query error-rate-by-hour                         ask it
  $ cumulog lake compact
  $ cumulog lake delete --where "user_id = 'u-17'"
  $ cumulog lake export --format csv --mask --out logs.csv`;

/** `cumulog lake`: logs as tables on this machine. */
export function lakeCommand(): Command {
  return new Command("lake")
    .description("keep logs as tables that answer SQL: load, compact, delete, export")
    .enablePositionalOptions()
    .addCommand(loadCommand())
    .addCommand(compactCommand())
    .addCommand(deleteCommand())
    .addCommand(exportCommand())
    .addHelpText("after", EXAMPLES);
}
