export {
  type OtlpAuth,
  OtlpHandler,
  type OtlpHandlerOptions,
  type OtlpProtocol,
} from "../handlers/otlp/index.ts";
export { xRayTraceId } from "../logger/active-span.ts";
export type { ResourceAttributes } from "../resource/attributes.ts";
export { type DetectResourceOptions, detectResource } from "../resource/detect-resource.ts";
export { HandlerLogRecordExporter, RecordsNotDeliveredError } from "./handler-exporter.ts";
export { LoggerProviderHandler, type LoggerProviderHandlerOptions } from "./logger-provider-handler.ts";
export type {
  ApiContext,
  ApiLogger,
  ApiLoggerProvider,
  ExportResult,
  HighResolutionTime,
  ReadableLogRecord,
} from "./sdk-types.ts";
