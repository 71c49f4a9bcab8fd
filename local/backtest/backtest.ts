import { type BlockReading, type HistoryEvent, type LineBlock, warningsOf } from "cumulog/analysis";
import { MetricStore } from "../services/cloudwatch/metric-store.ts";
import { type AlarmSet, withThresholds } from "./alarm-definition.ts";
import { type BacktestResult, resultOf } from "./result.ts";
import { Simulation } from "./simulation.ts";
import { type Suggestion, type SuggestOptions, suggestThresholds } from "./suggest.ts";

/** Events in about the order of their times: a list, batches that are read as they come, or the lines of files. */
export type History = readonly HistoryEvent[] | AsyncIterable<readonly HistoryEvent[]> | BlockReading;

export interface BacktestOptions {
  /** Runs every metric alarm once for each of these thresholds, as `Name@threshold`. @default the alarms as they are */
  readonly thresholds?: readonly number[] | undefined;
  /** Whether the result has what each alarm looked at, for a report. @default false */
  readonly series?: boolean | undefined;
  /** Called after each batch. */
  readonly onProgress?: ((events: number) => void) | undefined;
  /** Ends the run early when aborted; the result covers what was read. */
  readonly signal?: AbortSignal | undefined;
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
  const [result] = await runBacktests([set], history, options);
  return result!;
}

/** The same for several sets of alarms, in one reading of the history. */
export async function runBacktests(
  sets: readonly AlarmSet[],
  history: History,
  { thresholds, series = false, ...options }: BacktestOptions = {},
): Promise<BacktestResult[]> {
  const tested = thresholds ? sets.map((set) => withThresholds(set, thresholds)) : sets;
  const { signal } = options;
  const simulations = tested.map((set) =>
    series ? keepingSimulation(set, signal) : new Simulation(set, { signal }),
  );
  try {
    await simulate(simulations, history, options);
    return await Promise.all(
      simulations.map(async (simulation, index) => ({
        ...outcomeOf(simulation, tested[index]!, history),
        ...(series && { series: await simulation.series() }),
      })),
    );
  } finally {
    for (const simulation of simulations) await simulation.close();
  }
}

/** A backtest, and for each alarm a threshold that would have been better. */
export async function runSuggestion(
  set: AlarmSet,
  history: History,
  { incidents, ...options }: Omit<BacktestOptions, "thresholds"> & Pick<SuggestOptions, "incidents"> = {},
): Promise<{ readonly result: BacktestResult; readonly suggestions: readonly Suggestion[] }> {
  const simulation = keepingSimulation(set, options.signal);
  try {
    await simulate([simulation], history, options);
    const result = outcomeOf(simulation, set, history);
    const { start, end } = simulation;
    if (start === undefined || end === undefined) return { result, suggestions: [] };
    const span = { minutes: simulation.minutes, start, end };
    const suggestions = await suggestThresholds(set.alarms, simulation.metrics!, span, {
      incidents,
      muteRules: set.muteRules,
      signal: options.signal,
    });
    return { result, suggestions };
  } finally {
    await simulation.close();
  }
}

/** A simulation that keeps every datapoint. */
function keepingSimulation(set: AlarmSet, signal: AbortSignal | undefined): Simulation {
  const metrics = new MetricStore(() => simulation.end ?? 0);
  const simulation: Simulation = new Simulation(set, { signal, metrics });
  return simulation;
}

async function simulate(
  simulations: readonly Simulation[],
  history: History,
  { signal, onProgress }: BacktestOptions,
): Promise<void> {
  for await (const batch of batchesOf(history)) {
    if (signal?.aborted) break;
    for (const simulation of simulations)
      await ("bytes" in batch ? simulation.takeBlock(batch) : simulation.take(batch));
    onProgress?.(simulations[0]?.events ?? 0);
  }
  for (const simulation of simulations) await simulation.finish();
}

function outcomeOf(simulation: Simulation, set: AlarmSet, history: History): BacktestResult {
  const { events, start, end, late } = simulation;
  return resultOf(
    set.alarms.map((alarm) => ({ alarmName: alarm.AlarmName, hasData: simulation.hasData(alarm) })),
    simulation.transitions,
    {
      events,
      start,
      end,
      warnings: [...("report" in history ? warningsOf(history.report) : []), ...lateWarning(late)],
    },
    set.muteRules,
  );
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
