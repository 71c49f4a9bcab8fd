/** Severity of a record as a number; the larger, the more severe. The values are pino's. */
export const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** Names of the six levels by their numbers. */
export const LEVEL_LABELS: Readonly<Record<number, LevelName>> = Object.fromEntries(
  Object.entries(LEVELS).map(([name, level]) => [level, name as LevelName]),
);

/** Name of a level: `"trace"`, `"debug"`, `"info"`, `"warn"`, `"error"` or `"fatal"`. */
export type LevelName = keyof typeof LEVELS;

/** A level as configuration takes it: a name, an alias in any case, `"silent"`, or a number as pino counts. */
export type Level = LevelName | "silent" | (string & {}) | number;

/** Threshold that no record reaches. */
export const SILENT: number = Number.POSITIVE_INFINITY;

const NAMES: Readonly<Record<string, number>> = {
  ...LEVELS,
  silly: 10,
  finest: 10,
  notset: 10,
  all: 10,
  verbose: 20,
  fine: 20,
  default: 30,
  information: 30,
  informational: 30,
  notice: 30,
  http: 30,
  log: 30,
  warning: 40,
  err: 50,
  critical: 60,
  crit: 60,
  alert: 60,
  emergency: 60,
  emerg: 60,
  panic: 60,
  silent: SILENT,
  off: SILENT,
  none: SILENT,
};

/** A level that is neither a known name nor a number. */
export class InvalidLevelError extends Error {
  override readonly name = "InvalidLevelError";
  constructor(given: unknown) {
    super(
      `level ${typeof given === "string" ? JSON.stringify(given) : String(given)} is unknown; ` +
        `use ${Object.keys(LEVELS).join(", ")}, silent, an alias (warning, critical, notice, err …) or a number from 0 to 100`,
    );
  }
}

/**
 * Number of a level given as a name, an alias in any case (`WARNING`, `CRITICAL`, `NOTICE`, `ERR` …) or a number.
 *
 * @throws {InvalidLevelError} for anything else
 */
export function parseLevel(level: unknown): number {
  if (typeof level === "number" && level >= 0 && (level <= 100 || level === SILENT)) return level;
  if (typeof level === "string") {
    const text = level.trim().toLowerCase();
    if (Object.hasOwn(NAMES, text)) return NAMES[text] as number;
    if (/^\d{1,2}$|^100$/.test(text)) return Number(text);
  }
  throw new InvalidLevelError(level);
}

/** Name of a level number in lower case; numbers between two levels take the name of the lower one. */
export function levelName(level: number): LevelName | "silent" {
  if (level < LEVELS.debug) return "trace";
  if (level < LEVELS.info) return "debug";
  if (level < LEVELS.warn) return "info";
  if (level < LEVELS.error) return "warn";
  if (level < LEVELS.fatal) return "error";
  return level === SILENT ? "silent" : "fatal";
}

/** Name of a record's level as it is written: `TRACE` to `FATAL`. */
export function levelLabel(level: number): string {
  return levelName(level).toUpperCase();
}
