/**
 * Detection of the unusual, on generated data with known truth: `node bench/anomalies.ts`.
 * - faults: nine kinds, three intensities, ten seeds that were tuned on and ten that were not; each in the third week of a
 *   group with the shape of days and weeks. Found within two windows of five minutes (slow drift: before it has doubled);
 *   further alerts within a day of the first; false alerts a day before it, learning included; alerts in a clean third week.
 * - series: in the kinds of the Numenta Anomaly Benchmark, scored by its rules (standard profile), one configuration; of its own
 *   files score with `cumulog backtest --values FILE --scores`.
 */
import { AnomalyDetector, scoreSeries } from "../lib/analysis/rates/index.ts";
import { benchmarkShapes } from "./corpora/benchmark-shapes.ts";
import {
  DAY_WINDOWS,
  FAULT_KINDS,
  type FaultKind,
  faultCase,
  INTENSITIES,
  type Intensity,
} from "./corpora/fault-corpus.ts";
import { labelledSeries } from "./corpora/labelled-series.ts";
import { benchmarkScore, type LabelledSeries } from "./corpora/nab-score.ts";

const SEEDS = Number(process.env["SEEDS"] ?? 10);

interface Judged {
  readonly found: number;
  readonly falseAlertsADay: number;
  readonly furtherAlerts: number;
}

function judgeFaults(kind: FaultKind | "clean", intensity: Intensity, seeds: readonly number[]): Judged {
  let found = 0;
  let falseAlerts = 0;
  let cleanDays = 0;
  let furtherAlerts = 0;
  for (const seed of seeds) {
    const { windows, faultAt, within } = faultCase(kind, intensity, seed);
    const detector = new AnomalyDetector();
    let hit: number | undefined;
    for (const [index, window] of windows.entries()) {
      const alerts = detector.observe(window).length;
      if (alerts === 0) continue;
      if (index < faultAt) falseAlerts += alerts;
      else if (hit === undefined) hit = index - faultAt;
      else if (index - faultAt < DAY_WINDOWS) furtherAlerts += alerts;
    }
    cleanDays += faultAt / DAY_WINDOWS;
    if (hit !== undefined && hit < within) found++;
  }
  return {
    found,
    falseAlertsADay: falseAlerts / cleanDays,
    furtherAlerts: furtherAlerts / seeds.length,
  };
}

/** Alerts a day in the last of three weeks without a fault. */
function cleanWeekAlerts(seeds: readonly number[]): number {
  let alerts = 0;
  for (const seed of seeds) {
    const detector = new AnomalyDetector();
    for (const [index, window] of faultCase("clean", "strong", seed).windows.entries()) {
      const found = detector.observe(window).length;
      if (index >= 14 * DAY_WINDOWS) alerts += found;
    }
  }
  return alerts / (7 * seeds.length);
}

function printFaults(seeds: readonly number[]): void {
  const row = (name: string, cells: readonly string[]) =>
    console.log(`${name.padEnd(22)}${cells.map((cell) => cell.padStart(24)).join("")}`);
  row(
    "found, further, false",
    INTENSITIES.map((intensity) => intensity),
  );
  for (const kind of FAULT_KINDS)
    row(
      kind,
      INTENSITIES.map((intensity) => {
        const judged = judgeFaults(kind, intensity, seeds);
        return `${judged.found}/${seeds.length}  ${judged.furtherAlerts.toFixed(1)}  ${judged.falseAlertsADay.toFixed(2)}`;
      }),
    );
  console.log(`seven clean days: ${cleanWeekAlerts(seeds).toFixed(2)} alerts a day\n`);
}

function printSeries(name: string, corpus: readonly LabelledSeries[]): void {
  const scores = corpus.map(({ times, values }) =>
    scoreSeries(times.map((time, index) => ({ time, value: values[index]! }))),
  );
  const { score, threshold } = benchmarkScore(corpus, scores);
  console.log(`${corpus.length} ${name}: ${score.toFixed(1)} of 100 at threshold ${threshold}`);
}

for (const [name, first] of [
  ["seeds tuned on", 1],
  ["seeds held out", 1_001],
] as const) {
  const seeds = Array.from({ length: SEEDS }, (_, index) => first + index);
  console.log(`${name}: ${first} to ${first + SEEDS - 1}`);
  printFaults(seeds);
  printSeries("series of twelve kinds", labelledSeries(seeds));
  printSeries("series in the benchmark's shapes", seeds.slice(0, 3).flatMap(benchmarkShapes));
}
