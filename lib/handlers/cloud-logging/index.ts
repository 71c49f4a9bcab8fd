export { CloudLoggingHandler } from "./cloud-logging-handler.ts";
export type { CloudLoggingHandlerOptions, CloudLoggingTransport } from "./cloud-logging-options.ts";
