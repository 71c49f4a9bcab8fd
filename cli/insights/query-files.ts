import { readFileSync } from "node:fs";
import { patternAnomaly, patternFinder, readLog, warningsOf } from "cumulog/analysis";
import { type InsightsLogEvent, runInsightsQuery } from "cumulog/semantics";
import { readingOf } from "../log-options.ts";
import { spanOf } from "../time-range.ts";
import type { Answer } from "./answer.ts";
import type { InsightsOptions } from "./options.ts";

/** Asks files: each is a log stream of the group `files`. */
export async function queryFiles(
  query: string,
  paths: readonly string[],
  options: InsightsOptions,
): Promise<Answer> {
  const now = Date.now();
  const { limit, lookup } = options;
  const { from: start, to: end } = spanOf(options, now);
  const lookupTables = Object.fromEntries(
    Object.entries(lookup).map(([name, file]) => [name, readFileSync(file, "utf8")]),
  );
  const common = {
    now,
    lookupTables,
    findPatterns: patternFinder(),
    judgeAnomaly: patternAnomaly,
    ...(limit !== undefined && { limit }),
  };
  // A mistake in the query is said before gigabytes are read.
  runInsightsQuery(query, { ...common, logGroups: [] });
  const reading = readLog(paths, readingOf(options));
  const logEvents: InsightsLogEvent[] = [];
  for await (const lines of reading)
    for (const { timestamp, message, file } of lines)
      if ((start === undefined || timestamp >= start) && (end === undefined || timestamp <= end))
        logEvents.push({ timestamp, message, logStreamName: file });
  const { results, statistics } = runInsightsQuery(query, {
    ...common,
    logGroups: [{ logGroupName: "files", logEvents }],
    ...(start !== undefined && { startTime: start }),
    ...(end !== undefined && { endTime: end }),
  });
  return {
    ...statistics,
    rows: results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))),
    warnings: warningsOf(reading.report),
  };
}
