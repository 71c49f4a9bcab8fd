export { OpenSearchHandler } from "./opensearch-handler.ts";
export type { OpenSearchAuth, OpenSearchHandlerOptions } from "./opensearch-options.ts";
