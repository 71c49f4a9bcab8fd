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

const NAMES = Object.keys(LEVELS) as LevelName[];
/** Each level's name and its other names, in the order of the levels; `silent` is behind them. */
const ALIASES: readonly string[] = [
  "trace silly finest notset all",
  "debug verbose fine",
  "info default information informational notice http log",
  "warn warning",
  "error err",
  "fatal critical crit alert emergency emerg panic",
  "silent off none",
];

/** A level that is neither a known name nor a number. */
export class InvalidLevelError extends Error {
  override readonly name = "InvalidLevelError";
  constructor(given: unknown) {
    super(
      `level ${typeof given === "string" ? JSON.stringify(given) : String(given)} is unknown; ` +
        `use ${NAMES.join(", ")}, silent, an alias (warning, critical, notice, err …) or a number from 0 to 100`,
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
    const index = ALIASES.findIndex((names) => names.split(" ").includes(text));
    if (index >= 0) return index < NAMES.length ? LEVELS[NAMES[index] as LevelName] : SILENT;
    if (/^\d{1,2}$|^100$/.test(text)) return Number(text);
  }
  throw new InvalidLevelError(level);
}

/** Name of a level number in lower case; numbers between two levels take the name of the lower one. */
export function levelName(level: number): LevelName | "silent" {
  const name = LEVEL_LABELS[level];
  if (name !== undefined) return name;
  return level === SILENT ? "silent" : (NAMES.findLast((one) => LEVELS[one] <= level) ?? "trace");
}

/** Name of a record's level as it is written: `TRACE` to `FATAL`. */
export function levelLabel(level: number): string {
  return levelName(level).toUpperCase();
}
