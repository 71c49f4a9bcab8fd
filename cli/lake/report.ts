import type { ChartFile } from "@cumulog/lake";
import { Command, InvalidArgumentError } from "commander";
import { type SpanOptions, spanOf } from "../time-range.ts";
import { interruptibleChange, type LakeOptions, withLake, withSpan } from "./options.ts";
import { lakePackage } from "./package.ts";

interface ReportCommandOptions extends LakeOptions, SpanOptions {
  readonly out: string;
  readonly title?: string;
  readonly timezone?: string;
  readonly query?: readonly string[];
  readonly charts?: string;
  readonly chartFiles: readonly ChartFile[];
}

const EXAMPLES = `
Examples:
  $ cumulog report                                           writes report.html
  $ cumulog report --title "Checkout, last week" --from 7d --timezone Europe/Berlin --out week.html
  $ cumulog report --query error-rate-by-hour --query slow-routes --charts charts/
  $ cumulog report --charts charts/ --chart-files png,csv`;

/** `cumulog report`: one page of tables and charts. */
export function reportCommand(): Command {
  return withSpan(withLake(new Command("report")))
    .description("write one HTML page of charts and tables of a lake, and charts as SVG, PNG and CSV")
    .option("-o, --out <file>", "page to write", "report.html")
    .option("--title <title>", "title of the page")
    .option("--timezone <zone>", "zone of days, hours and times (default: UTC)")
    .option("-q, --query <name>", "only these queries; may be repeated", (name, all: string[] = []) => [
      ...all,
      name,
    ])
    .option("--charts <folder>", "also write each chart as files of its own")
    .option("--chart-files <kinds>", "with --charts: svg, png, csv", chartFiles, ["svg", "png", "csv"])
    .addHelpText("after", EXAMPLES)
    .action(report);
}

function chartFiles(text: string): ChartFile[] {
  const files = text.split(",");
  const wrong = files.find((file) => !["svg", "png", "csv"].includes(file));
  if (wrong !== undefined) throw new InvalidArgumentError("expected svg, png, csv with commas between");
  return files as ChartFile[];
}

async function report(options: ReportCommandOptions): Promise<void> {
  const { makeReport, writeReport } = await lakePackage();
  const { lake, out, title, timezone, query, charts } = options;
  const shows = process.stderr.isTTY;
  await interruptibleChange(async (signal) => {
    const made = await makeReport({
      directory: lake,
      ...spanOf(options),
      ...(title !== undefined && { title }),
      ...(timezone !== undefined && { timezone }),
      ...(query !== undefined && { queries: query }),
      ...(shows && { onQuery: (name: string) => process.stderr.write(`\r\u001b[K${name}`) }),
      signal,
    });
    if (shows) process.stderr.write("\r\u001b[K");
    const files = await writeReport(
      made,
      out,
      charts === undefined ? undefined : { folder: charts, files: options.chartFiles },
    );
    process.stdout.write(`${files.join("\n")}\n`);
  });
}
