import type { History } from "@cumulog/local/backtest";
import { readingOf } from "../log-options.ts";
import { spanOf } from "../time-range.ts";
import type { BacktestCommandOptions } from "./options.ts";

/** The history to test on: of log files, or of a log group. */
export async function historyOf(
  paths: readonly string[],
  options: BacktestCommandOptions,
  onRead: (bytes: number) => void,
): Promise<History> {
  const { group } = options;
  if ((group === undefined) === (paths.length === 0))
    throw new Error("Say which history to read: log files, or --group.");
  if (group !== undefined) {
    const [{ readLogGroup }, { cloudTime }] = await Promise.all([
      import("cumulog/analysis"),
      import("../cloud-time.ts"),
    ]);
    const now = await cloudTime({});
    const { from: startTime, to: endTime = now } = spanOf(options, now);
    if (startTime === undefined) throw new Error("--group needs --from, such as --from 7d.");
    return readLogGroup({ logGroupName: group, startTime, endTime });
  }
  const { readInThread } = await import("cumulog/analysis");
  return readInThread(paths, { ...readingOf(options), onRead });
}
