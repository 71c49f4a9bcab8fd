export { CORRELATION_PRESETS, type CorrelationPreset, type CorrelationSource } from "./correlation.ts";
export { type LoggingMiddleware, logging } from "./logging.ts";
export { InvalidLoggingOptionError, type LoggingOptions, type PayloadOptions } from "./options.ts";
export { withLogging } from "./with-logging.ts";
