import type { HistoryEvent } from "cumulog/analysis";
import { type AlarmSet, withThresholds } from "./alarm-definition.ts";
import { type BacktestResult, resultOf } from "./result.ts";
import { Simulation } from "./simulation.ts";

/** Events in about the order of their times: a list, or batches that are read as they come. */
export type History = readonly HistoryEvent[] | AsyncIterable<readonly HistoryEvent[]>;

export interface BacktestOptions {
  /** Runs every metric alarm once for each of these thresholds, as `Name@threshold`. @default the alarms as they are */
  readonly thresholds?: readonly number[];
  /** Called after each batch. */
  readonly onProgress?: (events: number) => void;
  /** Ends the run early when aborted; the result covers what was read. */
  readonly signal?: AbortSignal;
}

/**
 * Tells when each alarm would have gone off and recovered over a history of log events. Alarms on metrics that no filter of
 * the set makes never have data.
 *
 * @throws PatternSyntaxError for a malformed pattern, ServiceError for an alarm that CloudWatch would refuse
 */
export async function runBacktest(
  set: AlarmSet,
  history: History,
  options: BacktestOptions = {},
): Promise<BacktestResult> {
  const alarms = options.thresholds ? withThresholds(set, options.thresholds) : set;
  const simulation = new Simulation(alarms);
  try {
    for await (const batch of batchesOf(history)) {
      if (options.signal?.aborted) break;
      await simulation.take(batch);
      options.onProgress?.(simulation.events);
    }
    await simulation.finish();
    return resultOf(
      alarms.alarms.map((alarm) => ({ alarmName: alarm.AlarmName, hasData: simulation.hasData(alarm) })),
      simulation.transitions,
      { events: simulation.events, start: simulation.start, end: simulation.end },
    );
  } finally {
    await simulation.close();
  }
}

async function* batchesOf(history: History): AsyncGenerator<readonly HistoryEvent[]> {
  if (!Array.isArray(history)) yield* history as AsyncIterable<readonly HistoryEvent[]>;
  else yield [...(history as readonly HistoryEvent[])].sort((one, other) => one.timestamp - other.timestamp);
}
