import { type BlockReading, type HistoryEvent, type LineBlock, warningsOf } from "cumulog/analysis";
import { type AlarmSet, withThresholds } from "./alarm-definition.ts";
import { type BacktestResult, resultOf } from "./result.ts";
import { Simulation } from "./simulation.ts";

/** Events in about the order of their times: a list, batches that are read as they come, or the lines of files. */
export type History = readonly HistoryEvent[] | AsyncIterable<readonly HistoryEvent[]> | BlockReading;

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
  const simulation = new Simulation(alarms, options.signal);
  try {
    for await (const batch of batchesOf(history)) {
      if (options.signal?.aborted) break;
      await ("bytes" in batch ? simulation.takeBlock(batch) : simulation.take(batch));
      options.onProgress?.(simulation.events);
    }
    await simulation.finish();
    return resultOf(
      alarms.alarms.map((alarm) => ({ alarmName: alarm.AlarmName, hasData: simulation.hasData(alarm) })),
      simulation.transitions,
      {
        events: simulation.events,
        start: simulation.start,
        end: simulation.end,
        warnings: [
          ...("report" in history ? warningsOf(history.report) : []),
          ...lateWarning(simulation.late),
        ],
      },
    );
  } finally {
    await simulation.close();
  }
}

const lateWarning = (late: number): string[] =>
  late === 0
    ? []
    : [
        `${late === 1 ? "1 line" : `${late.toLocaleString("en")} lines`} came more than an hour behind later ones: alarms had judged their minutes already.`,
      ];

async function* batchesOf(history: History): AsyncGenerator<readonly HistoryEvent[] | LineBlock> {
  if (!Array.isArray(history)) yield* history as AsyncIterable<readonly HistoryEvent[] | LineBlock>;
  else yield [...(history as readonly HistoryEvent[])].sort((one, other) => one.timestamp - other.timestamp);
}
