import { styleText } from "node:util";
import Table from "cli-table3";
import { type Anomaly, type HistoryEvent, LogWatcher } from "cumulog/analysis";
import { readingOf, showWarnings } from "../log-options.ts";
import { terminalText } from "../terminal-text.ts";
import { historyOf } from "./history.ts";
import { type BacktestCommandOptions, refuseAlarmOptions, type Sensitivity } from "./options.ts";
import { withProgress } from "./progress.ts";

/** What the detector would have found over a history, and how much of it was learning. */
interface AnomalyReport {
  readonly anomalies: readonly Anomaly[];
  readonly windows: number;
  readonly learning: boolean;
}

/** `cumulog backtest --anomalies`. */
export async function backtestAnomalies(
  paths: readonly string[],
  options: BacktestCommandOptions,
): Promise<void> {
  refuseAlarmOptions("--anomalies", options);
  await withProgress(paths, options, async ({ signal, read, end }) => {
    const { readLog, warningsOf } = await import("cumulog/analysis");
    const reading =
      options.group === undefined ? readLog(paths, { ...readingOf(options), onRead: read }) : undefined;
    const history = reading ?? ((await historyOf(paths, options, read)) as AsyncIterable<HistoryEvent[]>);
    const report = await findAnomalies(history, options.sensitivity, signal);
    end();
    showAnomalies(report, options.json);
    if (reading !== undefined) showWarnings(warningsOf(reading.report));
  });
}

/** Replays a history through the detector of the unusual. */
async function findAnomalies(
  history: AsyncIterable<readonly { readonly timestamp: number; readonly message: string }[]>,
  sensitivity: Sensitivity,
  signal: AbortSignal,
): Promise<AnomalyReport> {
  const watcher = new LogWatcher({ sensitivity });
  const anomalies: Anomaly[] = [];
  for await (const events of history) {
    if (signal.aborted) break;
    for (const event of events) for (const anomaly of watcher.add(event)) anomalies.push(anomaly);
  }
  anomalies.push(...watcher.finish());
  return { anomalies, windows: watcher.detector.windows, learning: watcher.detector.learning };
}

/** Prints what was found, for people or as JSON. */
function showAnomalies({ anomalies, windows, learning }: AnomalyReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ anomalies, windows, learning }, null, 2)}\n`);
    return;
  }
  const table = new Table({
    head: ["found at (UTC)", "kind", "score", "what and why"].map((name) =>
      styleText("bold", name, { stream: process.stdout }),
    ),
    style: { head: [], border: [], compact: true },
    ...(process.stdout.isTTY && {
      colWidths: [18, 9, 7, Math.max(40, (process.stdout.columns ?? 120) - 40)],
    }),
    wordWrap: true,
  });
  for (const { at, kind, score, reason } of anomalies)
    table.push([
      new Date(at).toISOString().slice(0, 16).replace("T", " "),
      kind,
      score.toFixed(2),
      terminalText(reason),
    ]);
  if (anomalies.length > 0) process.stdout.write(`${table.toString()}\n`);
  const days = windows / 288;
  const span = days >= 2 ? `${days.toFixed(1)} days` : `${(windows / 12).toFixed(1)} hours`;
  process.stderr.write(`${anomalies.length} anomalies in ${span}\n`);
  if (learning) process.stderr.write("Still learning: nothing is judged in the first 6 hours.\n");
  else if (days < 14) process.stderr.write("The shape of the week is known only after two weeks.\n");
}
