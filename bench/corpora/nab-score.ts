/** A series with the stretches (indexes, both included) in which something is truly wrong. */
export interface LabelledSeries {
  readonly name: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly windows: readonly (readonly [number, number])[];
}

const FALSE_ALERT_WEIGHT = 0.11;
const sigmoid = (position: number): number => 2 / (1 + Math.exp(5 * position)) - 1;

/** Points at the start that are not scored. */
export const probation = (length: number): number => Math.floor(0.15 * Math.min(length, 5_000));

/**
 * The score of one series at one threshold by the rules of the Numenta Anomaly Benchmark, standard profile: an early alert
 * in a window counts most, further ones in it nothing, each alert outside costs 0.11, a window without any costs 1.
 * https://github.com/numenta/NAB/wiki/Scoring-details
 */
export function scoreAt(series: LabelledSeries, scores: readonly number[], threshold: number): number {
  const start = probation(series.values.length);
  let total = 0;
  let next = 0;
  let last: readonly [number, number] | undefined;
  let hit = false;
  const leave = () => {
    if (!hit) total -= 1;
    last = series.windows[next];
    next++;
    hit = false;
  };
  for (let index = start; index < scores.length; index++) {
    while (next < series.windows.length && index > series.windows[next]![1]) leave();
    if (scores[index]! < threshold) continue;
    const window = series.windows[next];
    if (window !== undefined && index >= window[0]) {
      if (!hit) total += sigmoid(-(window[1] - index + 1) / (window[1] - window[0] + 1)) / sigmoid(-1);
      hit = true;
    } else if (last === undefined) total -= FALSE_ALERT_WEIGHT;
    else {
      const distance = (index - last[1]) / Math.max(1, last[1] - last[0]);
      total += FALSE_ALERT_WEIGHT * (distance > 3 ? -1 : sigmoid(distance));
    }
  }
  while (next < series.windows.length) leave();
  return total;
}

/** The benchmark's score, 0 for silence and 100 for perfection, at the one threshold that is best over all series. */
export function benchmarkScore(
  corpus: readonly LabelledSeries[],
  scores: readonly (readonly number[])[],
): { readonly score: number; readonly threshold: number } {
  const windows = corpus.reduce((sum, series) => sum + series.windows.length, 0);
  let best = { score: 0, threshold: 1.01 };
  for (let step = 0; step <= 200; step++) {
    const threshold = step / 200;
    const total = corpus.reduce((sum, series, index) => sum + scoreAt(series, scores[index]!, threshold), 0);
    const score = (100 * (total + windows)) / (2 * windows);
    if (score > best.score) best = { score, threshold };
  }
  return best;
}
