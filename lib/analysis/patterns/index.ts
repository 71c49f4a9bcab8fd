export { type FrequencyAnomaly, type PatternFrequency, patternAnomaly } from "./pattern-anomaly.ts";
export { type PatternChange, type PatternCount, PatternCounter } from "./pattern-counter.ts";
