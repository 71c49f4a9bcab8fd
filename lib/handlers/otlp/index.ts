export { OtlpHandler } from "./otlp-handler.ts";
export type { OtlpAuth, OtlpHandlerOptions, OtlpProtocol } from "./otlp-options.ts";
