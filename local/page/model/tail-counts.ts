import { useEffect, useRef, useState } from "preact/hooks";
import { LevelCounts, type LevelHistogram } from "../../control/lines/level-histogram.ts";
import type { LogLine } from "../../control/lines/log-line.ts";

/** Lines come many times a second; what is counted of them need not change as often. */
const INTERVAL_MS = 500;

/** Lines of a tail by level over the time that they span; undefined while there are none. */
export function useTailCounts(lines: readonly LogLine[]): LevelHistogram | undefined {
  const [counted, setCounted] = useState<{ lines?: readonly LogLine[]; counts?: LevelHistogram }>({});
  const latest = useRef(lines);
  latest.current = lines;
  const isStale = counted.lines !== lines;
  useEffect(() => {
    if (!isStale) return;
    const timer = setTimeout(
      () => setCounted({ lines: latest.current, ...countsOf(latest.current) }),
      counted.lines === undefined ? 0 : INTERVAL_MS,
    );
    return () => clearTimeout(timer);
  }, [isStale]);
  return counted.counts;
}

function countsOf(lines: readonly LogLine[]): { counts?: LevelHistogram } {
  if (lines.length === 0) return {};
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { timestamp } of lines) {
    if (timestamp < first) first = timestamp;
    if (timestamp > last) last = timestamp;
  }
  const counts = new LevelCounts(first, last + 1);
  for (const line of lines) counts.add(line);
  return { counts: counts.histogram() };
}
