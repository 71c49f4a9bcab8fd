import type { AnomalyBand } from "./types.ts";

/** A band that is the same at any time. */
export function fixedBand(lower: number, upper: number): AnomalyBand {
  return () => ({ lower, upper });
}

/**
 * A band around the mean of past values, as wide as the given number of standard deviations: the meaning of
 * ANOMALY_DETECTION_BAND's second argument, without the service's model of hours and weekdays.
 */
export function deviationBand(history: readonly number[], deviations = 2): AnomalyBand {
  if (history.length === 0) return () => undefined;
  const mean = history.reduce((sum, value) => sum + value, 0) / history.length;
  const variance = history.reduce((sum, value) => sum + (value - mean) ** 2, 0) / history.length;
  const width = deviations * Math.sqrt(variance);
  return fixedBand(mean - width, mean + width);
}
