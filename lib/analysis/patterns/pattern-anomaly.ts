/** How often a pattern was there in a time, and in as long a time before. */
export interface PatternFrequency {
  readonly count: number;
  readonly before: number;
}

/** A pattern that is unusually frequent or rare beside the time before. */
export interface FrequencyAnomaly {
  readonly type: "NewPattern" | "PatternFrequency";
  /** One sentence for people, which says whose figures these are. */
  readonly description: string;
}

/** Deviations from the time before, of what chance and the usual ups and downs of a level make. */
const DEVIATIONS = 4.2;
const MOVES = 0.2;
const MIN_RATIO = 1.5;
const MIN_MORE = 10;
const MIN_DROP_RATIO = 0.45;
const MIN_BEFORE = 12;
const WHOSE = "(by cumulog's engine, not AWS's)";

/**
 * Says whether a pattern is new, or unusually frequent or rare beside as long a time before: what Logs Insights' command `anomaly` shows,
 * by the limits of {@link AnomalyDetector}.
 */
export function patternAnomaly({ count, before }: PatternFrequency): FrequencyAnomaly | undefined {
  if (count === 0) return undefined;
  if (before === 0)
    return {
      type: "NewPattern",
      description: `${events(count)} of a pattern that was not there in the time before ${WHOSE}`,
    };
  const deviation = Math.sqrt(before + 0.5 + (MOVES * before) ** 2);
  const far = Math.abs(count - before) >= DEVIATIONS * deviation;
  const more = far && count >= MIN_RATIO * before && count - before >= MIN_MORE;
  const fewer = count <= MIN_DROP_RATIO * before && before >= MIN_BEFORE && before - count >= 2.6 * deviation;
  if (!more && !fewer) return undefined;
  const usual = [Math.max(0, before - DEVIATIONS * deviation), before + DEVIATIONS * deviation].map(
    Math.round,
  );
  return {
    type: "PatternFrequency",
    description: `${events(count)}, ${before} in the time before, usual are ${usual[0]} to ${usual[1]} ${WHOSE}`,
  };
}

const events = (count: number): string => `${count} ${count === 1 ? "event" : "events"}`;
