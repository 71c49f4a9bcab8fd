export { type PatternChange, type PatternCount, PatternCounter } from "./pattern-counter.ts";
