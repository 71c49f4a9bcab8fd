/**
 * Detection of the unusual, on generated data with known truth: `node bench/anomalies.ts`.
 * - faults: nine kinds, three intensities, ten seeds; each in the third week of a group with the shape of days and weeks.
 *   Found within two windows of five minutes (slow drift: before it has doubled); false alerts a day; alerts for one shift.
 * - series: in the kinds of the Numenta Anomaly Benchmark, scored by its rules (standard profile), one configuration.
 *
 * `node bench/anomalies.ts --scores FILE` reads `timestamp,value` lines, and prints `timestamp,value,anomaly_score`.
 */
import { readFileSync } from "node:fs";
import { AnomalyDetector, SeriesScorer, scoreSeries } from "../lib/analysis/rates/index.ts";
import {
  DAY_WINDOWS,
  FAULT_KINDS,
  type FaultKind,
  faultCase,
  INTENSITIES,
  type Intensity,
} from "./corpora/fault-corpus.ts";
import { labelledSeries } from "./corpora/labelled-series.ts";
import { benchmarkScore } from "./corpora/nab-score.ts";

const SEEDS = Number(process.env["SEEDS"] ?? 10);

function printScores(file: string): void {
  const scorer = new SeriesScorer();
  console.log("timestamp,value,anomaly_score");
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [timestamp = "", text = ""] = line.trim().split(",");
    const time = Date.parse(`${timestamp.replace(" ", "T")}Z`);
    if (Number.isNaN(time)) continue;
    console.log(`${timestamp},${text},${scorer.observe(time, Number(text)).score.toFixed(6)}`);
  }
}

function judgeFaults(kind: FaultKind | "clean", intensity: Intensity): string {
  let found = 0;
  let falseAlerts = 0;
  let cleanDays = 0;
  let repeats = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { windows, faultAt, within } = faultCase(kind, intensity, seed);
    const detector = new AnomalyDetector();
    let hit: number | undefined;
    for (const [index, window] of windows.entries()) {
      const alerts = detector.observe(window).length;
      if (alerts === 0) continue;
      if (index < faultAt) falseAlerts += alerts;
      else if (hit === undefined) hit = index - faultAt;
      else if (index - faultAt < DAY_WINDOWS) repeats += alerts;
    }
    cleanDays += faultAt / DAY_WINDOWS;
    if (hit !== undefined && hit < within) found++;
  }
  const truth = kind === "clean" ? "" : `found ${found}/${SEEDS}`;
  return [
    kind.padEnd(22),
    (kind === "clean" ? "" : intensity).padEnd(8),
    truth.padEnd(14),
    `false alerts a day ${(falseAlerts / cleanDays).toFixed(2)}`,
    kind === "clean" ? "" : `further alerts within a day ${(repeats / SEEDS).toFixed(1)}`,
  ].join("  ");
}

const [flag, file] = process.argv.slice(2);
if (flag === "--scores" && file !== undefined) printScores(file);
else {
  for (const kind of FAULT_KINDS)
    for (const intensity of INTENSITIES) console.log(judgeFaults(kind, intensity));
  console.log(judgeFaults("clean", "strong"));
  const corpus = labelledSeries(Array.from({ length: SEEDS }, (_, index) => index + 1));
  const scores = corpus.map(({ times, values }) =>
    scoreSeries(times.map((time, index) => ({ time, value: values[index]! }))),
  );
  const { score, threshold } = benchmarkScore(corpus, scores);
  console.log(`${corpus.length} series: ${score.toFixed(1)} of 100 at threshold ${threshold}`);
}
