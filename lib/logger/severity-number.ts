import { LEVELS } from "./levels.ts";

const NUMBERS_OF_A_LEVEL = 4;
const LEVEL_STEP = 10;
const HIGHEST = 24;

/**
 * Severity number of OpenTelemetry for a level: 1 for trace, 5 for debug, 9, 13, 17 and 21 for fatal. A level between two of them has a
 * number between theirs.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
 */
export function severityNumberOf(level: number): number {
  const steps = ((level - LEVELS.trace) / LEVEL_STEP) * NUMBERS_OF_A_LEVEL;
  return Math.min(HIGHEST, Math.max(1, 1 + Math.floor(steps)));
}

/** The level for a severity number of OpenTelemetry; info for one that says nothing. */
export function levelOfSeverityNumber(severity: number): number {
  if (!(severity >= 1)) return LEVELS.info;
  return LEVELS.trace + ((Math.min(HIGHEST, Math.floor(severity)) - 1) * LEVEL_STEP) / NUMBERS_OF_A_LEVEL;
}
