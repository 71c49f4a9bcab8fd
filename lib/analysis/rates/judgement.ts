/** What is unusual about a series. */
export const AnomalyKind = {
  /** Far more than usual. */
  burst: "burst",
  /** Far less than usual. */
  drop: "drop",
  /** Nothing, where there usually is something. */
  silence: "silence",
  /** A template that was never there. */
  new: "new",
  /** Slowly more (or less) than at the same time of the days or week before. */
  drift: "drift",
  /** Values (durations) far above usual. */
  slow: "slow",
  /** Values far below usual. */
  fast: "fast",
  /** Events that arrive long after their time: a replay, or a clock that is behind. */
  late: "late",
  /** Events whose time is still to come: a clock that is ahead. */
  future: "future",
} as const;
export type AnomalyKind = (typeof AnomalyKind)[keyof typeof AnomalyKind];

/** A range of what is usual. */
export interface ExpectedRange {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** What a model says of one window. */
export interface Judgement {
  readonly kind: AnomalyKind;
  readonly seen: number;
  readonly expected: ExpectedRange;
  /** From 0 to 1. */
  readonly score: number;
}

/** A score between 0.5 at the threshold and 1. */
export const scoreOf = (deviations: number, threshold: number): number =>
  1 - 0.5 * Math.exp(-Math.max(0, deviations - threshold) / (2 * threshold));
