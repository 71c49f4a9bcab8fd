import {
  continuesEvent,
  HistoryError,
  type PatternCounter,
  readLog,
  readTexts,
  warningsOf,
} from "cumulog/analysis";
import { type ConnectionOptions, connectLogs } from "../aws/connection.ts";
import { cloudTime } from "../cloud-time.ts";
import { type LogOptions, readingOf } from "../log-options.ts";
import { spanOf } from "../time-range.ts";
import { withInputKept } from "./kept-input.ts";

/** Where events come from. */
export interface SourceOptions extends LogOptions, ConnectionOptions {
  readonly group?: string;
  readonly lake?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Counts the templates of what was named, and returns warnings for people. */
export async function countPatterns(
  counter: PatternCounter,
  paths: readonly string[],
  options: SourceOptions,
  side: 0 | 1,
  signal: AbortSignal,
): Promise<string[]> {
  if (options.group !== undefined) return countGroup(counter, options.group, options, signal);
  if (options.lake !== undefined) return countLake(counter, options.lake, options, signal);
  return withInputKept(paths, signal, (kept) => countFiles(counter, kept, options, side, signal));
}

async function countFiles(
  counter: PatternCounter,
  paths: readonly string[],
  options: SourceOptions,
  side: 0 | 1,
  signal: AbortSignal,
): Promise<string[]> {
  const { from, to } = spanOf(options);
  const reading = readLog(paths, readingOf(options));
  const before = counter.events;
  try {
    for await (const lines of reading) {
      signal.throwIfAborted();
      for (const { message, timestamp } of lines) {
        if (continuesEvent(message)) continue;
        if ((from === undefined || timestamp >= from) && (to === undefined || timestamp < to))
          counter.add(message, timestamp, side);
      }
    }
    return warningsOf(reading.report);
  } catch (error) {
    // Lines without times have templates too; what cannot be read at all fails again.
    const timed = from !== undefined || to !== undefined;
    if (!(error instanceof HistoryError) || timed || counter.events > before) throw error;
    for (const path of paths)
      for await (const lines of readTexts(path)) {
        signal.throwIfAborted();
        for (const { text } of lines) if (!continuesEvent(text)) counter.add(text, undefined, side);
      }
    return ["the lines have no times, so there is no trend"];
  }
}

const HOUR = 3_600_000;

async function countGroup(
  counter: PatternCounter,
  group: string,
  options: SourceOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const client = await connectLogs(options);
  const now = await cloudTime(options);
  const { to, from = (to ?? now) - HOUR } = spanOf(options, now);
  const range = { startTime: from, ...(to !== undefined && { endTime: to - 1 }) };
  try {
    for await (const { events = [] } of paginateFilterLogEvents(
      { client },
      { logGroupName: group, ...range },
    )) {
      signal.throwIfAborted();
      for (const { message = "", timestamp } of events) counter.add(message, timestamp);
    }
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException")
      throw new Error(`There is no log group "${group}".`, { cause: error });
    throw error;
  } finally {
    client.destroy();
  }
  return [];
}

async function countLake(
  counter: PatternCounter,
  directory: string,
  options: SourceOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const { queryLake } = await import("@cumulog/lake");
  const { from, to } = spanOf(options);
  const conditions = [
    ...(from === undefined ? [] : [`epoch_ms >= ${from}`]),
    ...(to === undefined ? [] : [`epoch_ms < ${to}`]),
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const sql = `SELECT epoch_ms, message, error_name FROM logs${where} ORDER BY epoch_ms`;
  await queryLake({ directory, sql, signal }, async ({ parts }) => {
    for await (const rows of parts)
      for (const [time, message, error] of rows)
        counter.add([message ?? "", ...(error === null ? [] : [error])].join(": "), Number(time));
  });
  return [];
}
