import { Command } from "commander";
import { interruptibleChange, type LakeOptions, sayWaiting, withLake } from "./options.ts";
import { lakePackage } from "./package.ts";

const EXAMPLES = `
Examples:
  $ cumulog lake compact
  $ cumulog lake compact --lake /data/lake --json`;

/** `cumulog lake compact`: one file for each day. */
export function compactCommand(): Command {
  return withLake(new Command("compact"))
    .description("write the many files of a day as one, while queries go on")
    .option("--json", "print what was done as JSON", false)
    .addHelpText("after", EXAMPLES)
    .action(compact);
}

async function compact({ lake, json }: LakeOptions & { readonly json: boolean }): Promise<void> {
  const { compactLake } = await lakePackage();
  const shows = !json && process.stderr.isTTY;
  const result = await interruptibleChange((signal) =>
    compactLake({
      directory: lake,
      onWait: sayWaiting,
      signal,
      ...(shows && {
        onDay: (day: string, done: number, of: number) =>
          process.stderr.write(`\r${day} (${done + 1} of ${of})${done + 1 === of ? "\n" : ""}`),
      }),
    }),
  );
  if (result === undefined) return;
  const { filesBefore, filesAfter, bytesBefore, bytesAfter, rows } = result;
  process.stdout.write(
    json
      ? `${JSON.stringify(result)}\n`
      : `${rows.toLocaleString("en")} events: ${filesBefore} files of ${megabytes(bytesBefore)} became ${filesAfter} of ${megabytes(bytesAfter)}\n`,
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
