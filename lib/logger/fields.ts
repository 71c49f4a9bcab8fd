/**
 * Names of the members of a serialized record. Formatters write them and the CDK constructs build their
 * filter patterns from them, so that a pattern cannot drift from the formatter.
 */
export const FIELDS = {
  timestamp: "timestamp",
  level: "level",
  message: "message",
  logger: "logger",
  service: "service",
  error: "error",
} as const;
