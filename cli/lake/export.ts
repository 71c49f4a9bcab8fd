import type { ExportFormat } from "@cumulog/lake";
import { Command, Option } from "commander";
import { type SpanOptions, spanOf } from "../time-range.ts";
import { interruptibleChange, type LakeOptions, withLake, withSpan } from "./options.ts";
import { lakePackage } from "./package.ts";

interface ExportCommandOptions extends LakeOptions, SpanOptions {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly mask: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog lake export --format parquet --out logs.parquet
  $ cumulog lake export --format csv --mask --from 7d --out week.csv`;

/** `cumulog lake export`: one file for other tools. */
export function exportCommand(): Command {
  return withSpan(withLake(new Command("export")))
    .description("write events to one file, in the order of their times")
    .addOption(
      new Option("--format <format>", "format of the file")
        .choices(["parquet", "csv", "json"])
        .default("parquet"),
    )
    .option("-o, --out <file>", "file to write (default: logs.parquet, logs.csv or logs.json)")
    .option("--mask", "hash users and requests; hide addresses, numbers and secrets in texts", false)
    .addHelpText("after", EXAMPLES)
    .action(write);
}

async function write(options: ExportCommandOptions): Promise<void> {
  const { exportLake } = await lakePackage();
  const { from, to: until } = spanOf(options);
  const to = options.out ?? `logs.${options.format}`;
  const events = await interruptibleChange((signal) =>
    exportLake({
      directory: options.lake,
      to,
      format: options.format,
      mask: options.mask,
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
      signal,
    }),
  );
  if (events !== undefined) process.stdout.write(`${events.toLocaleString("en")} events written to ${to}\n`);
}
