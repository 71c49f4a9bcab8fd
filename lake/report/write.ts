import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chartPng } from "../charts/png.ts";
import { csvLine } from "../csv.ts";
import { LakeError } from "../lake-error.ts";
import type { Report } from "./compose.ts";
import { reportPage } from "./page.ts";

/** What else is written of each chart. */
export const CHART_FILES = ["svg", "png", "csv"] as const;
export type ChartFile = (typeof CHART_FILES)[number];

/**
 * Writes a report as one page, and its charts as files of their own.
 *
 * @param charts folder for the charts' files
 * @returns paths that were written
 * @throws LakeError when one cannot be written
 */
export async function writeReport(
  report: Report,
  path: string,
  charts?: { readonly folder: string; readonly files: readonly ChartFile[] },
): Promise<readonly string[]> {
  const written = [path];
  put(path, reportPage(report));
  for (const { name, svg, data } of charts === undefined ? [] : report.sections)
    for (const file of charts!.files) {
      const to = join(charts!.folder, `${name}.${file}`);
      if (file === "csv") put(to, [data.columns, ...data.rows].map(csvLine).join(""));
      else if (svg !== undefined) put(to, file === "svg" ? svg.light : await chartPng(svg.light));
      else continue;
      written.push(to);
    }
  return written;
}

function put(path: string, content: string | Buffer): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
  } catch (cause) {
    throw new LakeError(`${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
}
