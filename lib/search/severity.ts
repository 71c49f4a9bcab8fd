const NUMBERS: Readonly<Record<string, string>> = {
  TRACE: "1",
  DEBUG: "5",
  INFO: "9",
  WARN: "13",
  ERROR: "17",
  FATAL: "21",
};

/** Number of OpenTelemetry for a level, as text. @see https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
export function severityNumber(level: string): string {
  return NUMBERS[level] ?? "0";
}
