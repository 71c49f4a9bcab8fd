export { CloudWatchHandler } from "./cloudwatch-handler.ts";
export type { CloudWatchHandlerOptions } from "./cloudwatch-options.ts";
