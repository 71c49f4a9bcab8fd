export type { TailSampling } from "../logger/tail-sampling.ts";
export { addFields } from "../logger/wide-record.ts";
export { withRecord } from "./batch-record.ts";
export { CORRELATION_PRESETS, type CorrelationPreset, type CorrelationSource } from "./correlation.ts";
export {
  type DurableInvocation,
  type DurableLoggingPlugin,
  type DurableOperation,
  durableLogging,
} from "./durable-plugin.ts";
export { type LoggingMiddleware, logging } from "./logging.ts";
export { InvalidLoggingOptionError, type LoggingOptions, type PayloadOptions } from "./options.ts";
export { withLogging } from "./with-logging.ts";
