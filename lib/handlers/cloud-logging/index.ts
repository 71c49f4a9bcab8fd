export { CloudLoggingHandler } from "./cloud-logging-handler.ts";
export type { CloudLoggingHandlerOptions } from "./cloud-logging-options.ts";
