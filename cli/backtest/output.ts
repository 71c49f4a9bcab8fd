import type { BacktestResult, Incident, Suggestion } from "@cumulog/local/backtest";

/** What the results of a backtest are shown by. */
export interface Shown {
  readonly options: {
    readonly json: boolean;
    readonly sweep?: string;
    readonly report?: string;
    readonly failOnMore: boolean;
  };
  readonly incidents: readonly Incident[] | undefined;
  /** What the compared alarms are called. */
  readonly names: readonly [string, string];
}

const write = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Shows one backtest, or a sweep. */
export async function showResult(result: BacktestResult, { options, incidents }: Shown): Promise<void> {
  const { incidentsText, resultText, scoreOf, sweepText, timelineText, writeReport } = await import(
    "@cumulog/local/backtest"
  );
  const isSweep = options.sweep !== undefined;
  const scores = new Map(
    incidents && result.alarms.map((alarm) => [alarm.alarmName, scoreOf([alarm], incidents, result)]),
  );
  const all = incidents && scoreOf(result.alarms, incidents, result);
  // What the alarms looked at is for the report's charts.
  const { series: _series, ...told } = result;
  if (options.json)
    write(
      JSON.stringify({
        ...told,
        ...(all && { incidents: { ...all, alarms: Object.fromEntries(scores) } }),
      }),
    );
  else if (isSweep) write(sweepText(result));
  else write(`${timelineText(result)}\n\n${resultText(result)}`);
  if (all && !options.json) write(`\n${incidentsText(scores, all)}`);
  if (options.report === undefined) return;
  await writeReport(options.report, result, { sweep: isSweep });
  if (!options.json) process.stderr.write(`Report: ${options.report}\n`);
}

/** Shows a threshold for each alarm. */
export async function showSuggestions(
  result: BacktestResult,
  suggestions: readonly Suggestion[],
  { options }: Shown,
): Promise<void> {
  const { spanOf, suggestionsText } = await import("@cumulog/local/backtest");
  if (options.json) write(JSON.stringify({ ...result, suggestions }));
  else write(suggestionsText(suggestions, spanOf(result)));
}

/** Shows what a change of the alarms does; the exit status is 1 when it was asked for and they page more often. */
export async function showComparison(
  before: BacktestResult,
  after: BacktestResult,
  { options, incidents, names }: Shown,
): Promise<void> {
  const { compareResults, comparisonText } = await import("@cumulog/local/backtest");
  const comparison = compareResults(before, after, incidents);
  if (options.json) {
    const { events, start, end, warnings } = before;
    write(JSON.stringify({ ...comparison, events, start, end, warnings }));
  } else write(comparisonText(comparison, names));
  if (options.failOnMore && comparison.after.pages > comparison.before.pages) process.exitCode = 1;
}
