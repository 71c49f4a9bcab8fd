import { Command, InvalidArgumentError } from "commander";
import { interruptible } from "../interruption.ts";
import { type LogOptions, readingOf, showWarnings, withLogOptions } from "../log-options.ts";
import { collect, wholeNumber } from "../option-values.ts";
import type { Plan } from "./plan.ts";
import { planText } from "./plan-text.ts";

interface PlanOptions extends LogOptions {
  readonly log: readonly string[];
  readonly bytesPerDay?: number;
  readonly dimensionValues: number;
  readonly json: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog plan cumulog.yaml                       what each signal deploys, and what it costs a month
  $ cumulog plan cumulog.yaml --log app.log         and how often it would have gone off over that log
  $ cumulog plan cumulog.yaml --bytes-per-day 5GB   for queries, which cost by what they scan
  $ cumulog plan cumulog.yaml --log app.log --json

Exit status: 0 when the plan was made, 2 when it could not.`;

/** `cumulog plan`: resources, costs and alarms of a configuration before it is deployed. */
export function planCommand(): Command {
  return withLogOptions(new Command("plan"))
    .description("tell what each signal of a configuration deploys, costs, and would have said of a log")
    .argument("[configuration]", "the configuration", "cumulog.yaml")
    .option("--log <path>", "log file or folder to test the signals on (repeatable)", collect, [])
    .option(
      "--bytes-per-day <size>",
      "what a log group takes in, such as 500MB (default: that of --log)",
      size,
    )
    .option(
      "--dimension-values <number>",
      "different sets of dimension values, each a metric that costs",
      wholeNumber(1),
      1,
    )
    .option("--json", "print the plan as JSON", false)
    .addHelpText("after", EXAMPLES)
    .action(run);
}

const UNITS: Readonly<Record<string, number>> = { "": 1, B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

function size(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit];
  if (number !== undefined && factor !== undefined) return Number(number) * factor;
  throw new InvalidArgumentError("expected a size such as 500MB or 5GB");
}

async function run(path: string, options: PlanOptions): Promise<void> {
  const { makePlan } = await import("./plan.ts");
  await interruptible(async (signal) => {
    const plan: Plan = await makePlan(path, {
      logs: options.log,
      reading: readingOf(options),
      bytesPerDay: options.bytesPerDay,
      dimensionValues: options.dimensionValues,
      signal,
    });
    process.stdout.write(options.json ? `${JSON.stringify(plan)}\n` : `${planText(plan)}\n`);
    showWarnings(plan.history?.warnings ?? []);
  });
}
