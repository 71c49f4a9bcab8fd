/**
 * Severities of Cloud Logging and their numbers.
 *
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity
 */
export const SEVERITIES = {
  DEFAULT: 0,
  DEBUG: 100,
  INFO: 200,
  NOTICE: 300,
  WARNING: 400,
  ERROR: 500,
  CRITICAL: 600,
  ALERT: 700,
  EMERGENCY: 800,
} as const;

/** Name of a severity as the API writes it. */
export type Severity = keyof typeof SEVERITIES;

const BY_NUMBER = Object.fromEntries(
  Object.entries(SEVERITIES).map(([name, number]) => [number, name as Severity]),
);

const ALIASES: Readonly<Record<string, Severity>> = {
  A: "ALERT",
  C: "CRITICAL",
  CONFIG: "DEBUG",
  CRIT: "CRITICAL",
  D: "DEBUG",
  E: "ERROR",
  EMERG: "EMERGENCY",
  ERR: "ERROR",
  F: "CRITICAL",
  FATAL: "CRITICAL",
  FINE: "DEBUG",
  FINER: "DEBUG",
  FINEST: "DEBUG",
  I: "INFO",
  INFORMATION: "INFO",
  N: "NOTICE",
  SEVERE: "ERROR",
  TRACE: "DEBUG",
  TRACE_INT: "DEBUG",
  W: "WARNING",
  WARN: "WARNING",
};

/**
 * Reads a severity as Google's logging agents do: names in any letter case, blanks around them ignored; numbers
 * rounded down to a hundred, at most 800; the usual aliases. Anything else is `"DEFAULT"`.
 */
export function parseSeverity(severity: unknown): Severity {
  if (typeof severity !== "string" && typeof severity !== "number") return "DEFAULT";
  const text = String(severity).trim().toUpperCase();
  if (isSeverity(text)) return text;
  if (/^\d+$/.test(text)) return BY_NUMBER[Math.min(800, Math.floor(Number(text) / 100) * 100)]!;
  return Object.hasOwn(ALIASES, text) ? ALIASES[text]! : "DEFAULT";
}

/** Whether the text is the very name of a severity. */
export function isSeverity(text: string): text is Severity {
  return Object.hasOwn(SEVERITIES, text);
}
