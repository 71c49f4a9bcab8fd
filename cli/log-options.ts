import type { Command } from "commander";
import { type ReadOptions, timestampFormatNames, timeZone } from "cumulog/analysis";

/** How the lines of a log say their times, on the command line. */
export interface LogOptions {
  readonly timestampFormat?: string;
  readonly timezone?: string;
}

/** Adds the options that say how the lines of a log say their times. */
export function withLogOptions(command: Command): Command {
  return command
    .option(
      "--timestamp-format <format>",
      `${timestampFormatNames.join(", ")} or a strptime pattern such as "%d.%m.%Y %H:%M:%S" (default: guessed)`,
    )
    .option(
      "--timezone <zone>",
      "zone of times that do not say theirs: Europe/Berlin, +01:00, CET (default: UTC)",
    );
}

/** @throws UnknownTimeZoneError */
export const readingOf = ({ timestampFormat, timezone }: LogOptions): ReadOptions => ({
  timestampFormat,
  zone: timezone === undefined ? undefined : timeZone(timezone),
});

/** Writes warnings to standard error, a line each. */
export function showWarnings(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
}
