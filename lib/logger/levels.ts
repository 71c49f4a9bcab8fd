/** Severity of a record as a number; the larger, the more severe. The values are pino's. */
export const LEVELS = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;

/** Name of a level: `"trace"`, `"debug"`, `"info"`, `"warn"`, `"error"` or `"fatal"`. */
export type LevelName = keyof typeof LEVELS;
