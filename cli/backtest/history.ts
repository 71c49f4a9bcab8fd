import type { History } from "@cumulog/local/backtest";
import { readingOf } from "../log-options.ts";
import type { BacktestCommandOptions } from "./options.ts";

/** The history to test on: of log files, or of a log group. */
export async function historyOf(
  paths: readonly string[],
  options: BacktestCommandOptions,
  onRead: (bytes: number) => void,
): Promise<History> {
  const { group, from, to } = options;
  if ((group === undefined) === (paths.length === 0))
    throw new Error("Say which history to read: log files, or --group.");
  if (group !== undefined) {
    const { readLogGroup } = await import("cumulog/analysis");
    const startTime = time("--from", from);
    return readLogGroup({
      logGroupName: group,
      startTime,
      endTime: to === undefined ? Date.now() : time("--to", to),
    });
  }
  const { readInThread } = await import("cumulog/analysis");
  return readInThread(paths, { ...readingOf(options), onRead });
}

function time(option: string, text: string | undefined): number {
  const value = Date.parse(text ?? "");
  if (!Number.isNaN(value)) return value;
  throw new Error(`${option} ${text ?? ""}: expected a time such as 2026-01-01 or 2026-01-01T12:00:00Z.`);
}
