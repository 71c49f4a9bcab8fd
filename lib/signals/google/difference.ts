import { PATTERN_DIFFERENCES, type PatternDifferenceName } from "../../semantics/index.ts";

/** Where a signal may say something else on Google Cloud than on AWS, beside what a pattern's query may. */
export const SIGNAL_DIFFERENCES = {
  "sliding-window": "Google's window slides by a minute, AWS's windows stand side by side",
  "slow-close":
    "an incident stays open until the metric says that all is well or half an hour passed without data; what happens meanwhile opens no second one",
  "each-entry": "each entry is told of at once, at most once per five minutes",
  "estimated-percentile":
    "a percentile is estimated from counts in buckets, one of whose bounds is the limit",
  "strict-limit": "a value that is exactly the limit is not over it",
  "silence-from-the-start": "silence is noticed once there was at least one entry",
} as const;

/** Name of a difference between a signal on AWS and on Google Cloud. */
export type SignalDifferenceName = keyof typeof SIGNAL_DIFFERENCES | PatternDifferenceName;

/** What a difference means, in one sentence. */
export function differenceSentence(name: SignalDifferenceName): string {
  return name in SIGNAL_DIFFERENCES
    ? SIGNAL_DIFFERENCES[name as keyof typeof SIGNAL_DIFFERENCES]
    : PATTERN_DIFFERENCES[name as PatternDifferenceName].sentence;
}
