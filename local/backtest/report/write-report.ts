import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import type { BacktestResult } from "../result.ts";
import { sweepOption, timelineOption } from "./chart-options.ts";
import { LIGHT } from "./colors.ts";
import { reportPage } from "./report-page.ts";
import { withCharts } from "./with-charts.ts";

/** A report that cannot be written. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}

const ROW_HEIGHT = 36;

/**
 * Writes a report as `.svg` or `.png` (the chart alone) or `.html` (one file without outside references: when each alarm was in
 * ALARM, and for each its definition, what it looked at against its threshold, and a table).
 *
 * @throws ReportError when the name has another ending, the file cannot be written, or a PNG is wanted without `@cumulog/lake`
 */
export async function writeReport(
  path: string,
  result: BacktestResult,
  { sweep = false }: { sweep?: boolean } = {},
): Promise<void> {
  const kind = reportKind(path);
  const option = sweep ? sweepOption : timelineOption;
  const height = sweep ? 480 : 120 + result.alarms.length * ROW_HEIGHT;
  const content = await withCharts(async (draw) => {
    if (kind === ".html") return reportPage(result, draw, { option, height });
    const svg = draw(option(result, LIGHT), height);
    return kind === ".png" ? pngOf(svg, path) : svg;
  });
  try {
    writeFileSync(path, content);
  } catch (cause) {
    throw new ReportError(`The report ${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

/** @throws ReportError when the name has another ending than those of the reports */
export function reportKind(path: string): string {
  const kind = extname(path).toLowerCase();
  if ([".svg", ".png", ".html"].includes(kind)) return kind;
  throw new ReportError(`--report ${path}: expected a name that ends in .svg, .png or .html.`);
}

/** The renderer comes with the package of the lake: who wants pictures installs it. */
async function pngOf(svg: string, path: string): Promise<Buffer> {
  const lake = await import("@cumulog/lake").catch((cause: unknown) => {
    throw new ReportError(
      `--report ${path}: a PNG needs the package @cumulog/lake (npm install @cumulog/lake); .svg and .html need nothing.`,
      { cause },
    );
  });
  return lake.chartPng(svg);
}
