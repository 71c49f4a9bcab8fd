export type { AwsCredentials } from "../connection/signature.ts";
export type { SearchAuthorization } from "./authorization.ts";
export { type ConnectionOptions, SearchAddressError, SearchConnection } from "./connection.ts";
export { dashboardProblems } from "./dashboards/check.ts";
export { type CloudWatchDashboardOptions, cloudWatchDashboard } from "./dashboards/cloudwatch.ts";
export { type Dashboard, LOG_DASHBOARD, type Panel } from "./dashboards/description.ts";
export { grafanaDashboard } from "./dashboards/grafana.ts";
export { panelQuery } from "./dashboards/panel-query.ts";
export {
  type DashboardsApplication,
  type SavedObject,
  savedObjects,
  savedObjectsFile,
} from "./dashboards/saved-objects.ts";
export { documentId } from "./document-writer.ts";
export { type EventDocument, eventDocument, type SourceEvent } from "./event-document.ts";
export { refusalOf } from "./failure.ts";
export { ECS_ALIASES, SEARCH_FIELDS, type SearchField } from "./fields.ts";
export { checkIndexPattern, IndexNameError, indexName, indexPrefix, untimely } from "./index-name.ts";
export { BULK_MAX_BYTES } from "./limits.ts";
export {
  type BulkOutcome,
  BulkRefusedError,
  bulkOutcome,
  type ItemFailure,
  type Refusal,
} from "./outcome.ts";
export { type FoundEvent, type FoundEvents, type SearchQuery, searchEvents } from "./query.ts";
export { BULK_CONTENT_TYPE, BULK_PATH, type BulkItem, bulkBody } from "./request.ts";
export { type SendOptions, sendBulk, type UnsentItem } from "./send-bulk.ts";
export { differences, installSearch, planSearch, type SetupStep, serverInfo } from "./setup.ts";
export {
  ilmPolicy,
  indexPattern,
  indexTemplate,
  ismPolicy,
  type SearchServer,
  TEMPLATE_NAME,
  type TemplateOptions,
} from "./template.ts";
