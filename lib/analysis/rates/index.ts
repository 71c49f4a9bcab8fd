export type { Anomaly, AnomalySeries, Finding } from "./anomaly.ts";
export { AnomalyDetector, type AnomalyDetectorOptions } from "./anomaly-detector.ts";
export { DetectorStateError, MAX_DETECTOR_STATE_BYTES, type MutedTime } from "./detector-state.ts";
export { AnomalyKind, type ExpectedRange } from "./judgement.ts";
export { type SeriesScore, SeriesScorer, scoreSeries } from "./series-scorer.ts";
export type { ValueSummary } from "./value-model.ts";
export {
  type CountedEvent,
  emptyWindow,
  mergeWindows,
  OpenWindow,
  resolveTemplates,
  type TemplateCount,
  timeliness,
  WINDOW_MS,
  type WindowCounts,
} from "./window-counts.ts";
