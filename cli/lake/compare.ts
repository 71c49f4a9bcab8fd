import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ComparedLogs } from "@cumulog/lake";
import { Command } from "commander";
import { temporaryFolder } from "cumulog/temporary-folder";
import { number } from "../option-values.ts";
import { timeOf } from "../time-range.ts";
import { interruptibleChange, type LakeOptions, withLake } from "./options.ts";
import { lakePackage } from "./package.ts";

interface CompareCommandOptions extends LakeOptions {
  readonly before: string;
  readonly after: string;
  readonly tolerance: number;
  readonly minimum: number;
  readonly json: boolean;
  readonly markdown: boolean;
}

const EXAMPLES = `
Examples:
  $ cumulog compare --before 2026-01-01..2026-01-02 --after 2026-01-02..2026-01-03
  $ cumulog compare --before before.log --after after.log --markdown >> "$GITHUB_STEP_SUMMARY"
  $ cumulog compare --before 14d..7d --after 7d..0s --tolerance 10 --json

Exit status: 0 when no route got worse, 1 when one did, 2 when it could not be told.`;

/** `cumulog compare`: what a change did to durations and errors. */
export function compareCommand(): Command {
  return withLake(new Command("compare"))
    .description("compare durations and error rates by route, before and after a change")
    .requiredOption("--before <span>", "two times of the lake with .. between, or a log file, folder or lake")
    .requiredOption("--after <span>", "the same for after the change")
    .option("--tolerance <percent>", "changes up to this many percent do not matter", number, 5)
    .option("--minimum <requests>", "fewer requests on a side say nothing", number, 30)
    .option("--json", "print the comparison as JSON", false)
    .option("--markdown", "print a table of Markdown, for a pull request", false)
    .addHelpText("after", EXAMPLES)
    .action(compare);
}

async function compare(options: CompareCommandOptions): Promise<void> {
  const { compareLogs, comparisonMarkdown } = await lakePackage();
  const folder = temporaryFolder("compare");
  try {
    const result = await interruptibleChange(async (signal) => {
      const before = await logsOf("--before", options.before, options, join(folder, "before"), signal);
      const after = await logsOf("--after", options.after, options, join(folder, "after"), signal);
      return compareLogs({ before, after, tolerance: options.tolerance / 100, minimum: options.minimum });
    });
    if (result === undefined) return;
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else if (options.markdown) process.stdout.write(comparisonMarkdown(result));
    else
      process.stdout.write(
        comparisonMarkdown(result)
          .replaceAll("**", "")
          .replaceAll(/\\([^\s])/g, "$1"),
      );
    if (result.verdict === "worse") process.exitCode = 1;
    if (result.verdict === "too few") process.exitCode = 2;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A span of the lake, another lake, or logs that are loaded for this once. */
async function logsOf(
  option: string,
  text: string,
  { lake }: LakeOptions,
  folder: string,
  signal: AbortSignal,
): Promise<ComparedLogs> {
  const [from, to, ...rest] = text.split("..");
  if (!existsSync(text) && from && to && rest.length === 0) {
    const now = Date.now();
    const span = { from: timeOf(option, from, now), to: timeOf(option, to, now) };
    if (span.from >= span.to) throw new Error(`${option} ${text}: the first time is not before the second.`);
    return { directory: lake, ...span };
  }
  if (!existsSync(text))
    throw new Error(
      `${option} ${text}: expected two times such as 2026-01-01..2026-01-02, or a log file, folder or lake.`,
    );
  if (existsSync(join(text, "logs", "_state.json"))) return { directory: text };
  const { loadLake } = await lakePackage();
  await loadLake({ directory: folder, paths: [text], templates: false, signal });
  return { directory: folder };
}
