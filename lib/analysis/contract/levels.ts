/** A level with its name in Cloud Logging. */
export interface LevelNames {
  readonly level: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
  /** https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity */
  readonly severity: string;
}

const names = (level: LevelNames["level"], severity: string): LevelNames => ({ level, severity });

const TRACE = names("TRACE", "DEBUG");
const DEBUG = names("DEBUG", "DEBUG");
const INFO = names("INFO", "INFO");
const NOTICE = names("INFO", "NOTICE");
const WARN = names("WARN", "WARNING");
const ERROR = names("ERROR", "ERROR");
const CRITICAL = names("FATAL", "CRITICAL");

const BY_NAME: ReadonlyMap<string, LevelNames> = new Map([
  ["trace", TRACE],
  ["silly", TRACE],
  ["finest", TRACE],
  ["debug", DEBUG],
  ["verbose", DEBUG],
  ["fine", DEBUG],
  ["info", INFO],
  ["information", INFO],
  ["informational", INFO],
  ["log", INFO],
  ["notice", NOTICE],
  ["warn", WARN],
  ["warning", WARN],
  ["error", ERROR],
  ["err", ERROR],
  ["severe", ERROR],
  ["fatal", CRITICAL],
  ["critical", CRITICAL],
  ["crit", CRITICAL],
  ["panic", CRITICAL],
  ["alert", names("FATAL", "ALERT")],
  ["emergency", names("FATAL", "EMERGENCY")],
  ["emerg", names("FATAL", "EMERGENCY")],
]);

/**
 * A level by its name in any case, or by its number as pino counts (10 trace to 60 fatal).
 *
 * @returns undefined for what is no level
 */
export function levelNames(value: unknown): LevelNames | undefined {
  if (typeof value === "string") {
    const named = BY_NAME.get(value.trim().toLowerCase());
    if (named !== undefined) return named;
    return /^\d{2}$/.test(value) ? levelNames(Number(value)) : undefined;
  }
  if (typeof value !== "number" || !(value >= 10 && value < 100)) return undefined;
  if (value < 20) return TRACE;
  if (value < 30) return DEBUG;
  if (value < 40) return INFO;
  if (value < 50) return WARN;
  return value < 60 ? ERROR : CRITICAL;
}

const IN_TEXT = /\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL)\b/;
const IN_BRACKETS = /\[(trace|debug|info|notice|warn|warning|error|crit|alert|emerg|fatal)\]/;
/** A level stands at the start of a line, behind time, host and thread. */
const CHARACTERS_TO_LOOK_AT = 120;

/** The level that a line of text names at its start: in capitals, or in square brackets. */
export function levelInText(line: string): LevelNames | undefined {
  const start = line.slice(0, CHARACTERS_TO_LOOK_AT);
  const found = IN_TEXT.exec(start) ?? IN_BRACKETS.exec(start);
  return found === null ? undefined : levelNames(found[1]);
}
