// First, so that an old Node.js is told of itself and not of what it lacks.
import "./node-version.ts";

export { ConfigurationError, type ConfigurationMistake } from "./config/configuration-error.ts";
export { configure, flush, ready, shutdown } from "./config/configure.ts";
export { type LoadConfigOptions, type LoadedConfig, loadConfig } from "./config/load.ts";
export type {
  BufferOptions,
  LoggerOptions,
  LoggingOptions,
  SamplingOptions,
} from "./config/logging-options.ts";
export type { DeliveryReport } from "./delivery/report.ts";
export { CloudLoggingHandler, type CloudLoggingHandlerOptions } from "./handlers/cloud-logging/index.ts";
export { CloudWatchHandler, type CloudWatchHandlerOptions } from "./handlers/cloudwatch/index.ts";
export { FileHandler, type FileHandlerOptions } from "./handlers/file.ts";
export type { FileRotation } from "./handlers/file-rotation.ts";
export type { FlushOptions, Handler } from "./handlers/handler.ts";
export { MemoryHandler, type MemoryHandlerOptions } from "./handlers/memory.ts";
export {
  type OpenSearchAuth,
  OpenSearchHandler,
  type OpenSearchHandlerOptions,
} from "./handlers/opensearch/index.ts";
export {
  type OtlpAuth,
  OtlpHandler,
  type OtlpHandlerOptions,
  type OtlpProtocol,
} from "./handlers/otlp/index.ts";
export { StdoutHandler, type StdoutHandlerOptions } from "./handlers/stdout.ts";
export { xRayTraceId } from "./logger/active-span.ts";
export { enterContext, getContext, withContext } from "./logger/context.ts";
export { type JsonFormatterOptions, makeJsonFormatter } from "./logger/conventional-formatter.ts";
export { escapeControls } from "./logger/escape-controls.ts";
export { FIELDS } from "./logger/fields.ts";
export { type InternalListener, type InternalProblem, onInternal } from "./logger/internal-channel.ts";
export { jsonFormatter } from "./logger/json-formatter.ts";
export { InvalidLevelError, LEVELS, type Level, type LevelName, parseLevel } from "./logger/levels.ts";
export { type ChildOptions, getLogger, type LogFunction, type Logger } from "./logger/logger.ts";
export { PatternError, type PatternOptions, pattern } from "./logger/pattern-formatter.ts";
export { type PrettyOptions, prettyFormatter } from "./logger/pretty-formatter.ts";
export type { Formatter, LogRecord } from "./logger/record.ts";
export type { RedactOptions } from "./logger/redaction.ts";
export { type SetLevelOptions, setLevel } from "./logger/set-level.ts";
export { addFields } from "./logger/wide-record.ts";
export { MissingPackageError, missing } from "./optional-package.ts";
export { levelPattern } from "./signals/level-pattern.ts";
