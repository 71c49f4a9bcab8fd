import { CloudWatchLogsError, validateNameLengths } from "cumulog/semantics";
import { modelOf } from "../../kernel/model.ts";
import type { Service } from "../../kernel/service.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { LogsService } from "./logs-service.ts";
import model from "./model.json" with { type: "json" };
import { associateKmsKey } from "./operations/associate-kms-key.ts";
import { cancelExportTask } from "./operations/cancel-export-task.ts";
import { createDelivery } from "./operations/create-delivery.ts";
import { createExportTask } from "./operations/create-export-task.ts";
import { createLogAnomalyDetector } from "./operations/create-log-anomaly-detector.ts";
import { createLogGroup } from "./operations/create-log-group.ts";
import { createLogStream } from "./operations/create-log-stream.ts";
import { createLookupTable } from "./operations/create-lookup-table.ts";
import { createScheduledQuery } from "./operations/create-scheduled-query.ts";
import { deleteAccountPolicy } from "./operations/delete-account-policy.ts";
import { deleteDataProtectionPolicy } from "./operations/delete-data-protection-policy.ts";
import { deleteDelivery } from "./operations/delete-delivery.ts";
import { deleteDeliveryDestination } from "./operations/delete-delivery-destination.ts";
import { deleteDeliveryDestinationPolicy } from "./operations/delete-delivery-destination-policy.ts";
import { deleteDeliverySource } from "./operations/delete-delivery-source.ts";
import { deleteDestination } from "./operations/delete-destination.ts";
import { deleteIndexPolicy } from "./operations/delete-index-policy.ts";
import { deleteLogAnomalyDetector } from "./operations/delete-log-anomaly-detector.ts";
import { deleteLogGroup } from "./operations/delete-log-group.ts";
import { deleteLogStream } from "./operations/delete-log-stream.ts";
import { deleteLookupTable } from "./operations/delete-lookup-table.ts";
import { deleteMetricFilter } from "./operations/delete-metric-filter.ts";
import { deleteQueryDefinition } from "./operations/delete-query-definition.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { deleteRetentionPolicy } from "./operations/delete-retention-policy.ts";
import { deleteScheduledQuery } from "./operations/delete-scheduled-query.ts";
import { deleteSubscriptionFilter } from "./operations/delete-subscription-filter.ts";
import { deleteTransformer } from "./operations/delete-transformer.ts";
import { describeAccountPolicies } from "./operations/describe-account-policies.ts";
import { describeDeliveries } from "./operations/describe-deliveries.ts";
import { describeDeliveryDestinations } from "./operations/describe-delivery-destinations.ts";
import { describeDeliverySources } from "./operations/describe-delivery-sources.ts";
import { describeDestinations } from "./operations/describe-destinations.ts";
import { describeExportTasks } from "./operations/describe-export-tasks.ts";
import { describeFieldIndexes } from "./operations/describe-field-indexes.ts";
import { describeIndexPolicies } from "./operations/describe-index-policies.ts";
import { describeLogGroups } from "./operations/describe-log-groups.ts";
import { describeLogStreams } from "./operations/describe-log-streams.ts";
import { describeLookupTables } from "./operations/describe-lookup-tables.ts";
import { describeMetricFilters } from "./operations/describe-metric-filters.ts";
import { describeQueries } from "./operations/describe-queries.ts";
import { describeQueryDefinitions } from "./operations/describe-query-definitions.ts";
import { describeResourcePolicies } from "./operations/describe-resource-policies.ts";
import { describeSubscriptionFilters } from "./operations/describe-subscription-filters.ts";
import { disassociateKmsKey } from "./operations/disassociate-kms-key.ts";
import { filterLogEvents } from "./operations/filter-log-events.ts";
import { getDataProtectionPolicy } from "./operations/get-data-protection-policy.ts";
import { getDelivery } from "./operations/get-delivery.ts";
import { getDeliveryDestination } from "./operations/get-delivery-destination.ts";
import { getDeliveryDestinationPolicy } from "./operations/get-delivery-destination-policy.ts";
import { getDeliverySource } from "./operations/get-delivery-source.ts";
import { getLogAnomalyDetector } from "./operations/get-log-anomaly-detector.ts";
import { getLogEvents } from "./operations/get-log-events.ts";
import { getLogGroupFields } from "./operations/get-log-group-fields.ts";
import { getLogRecord } from "./operations/get-log-record.ts";
import { getLookupTable } from "./operations/get-lookup-table.ts";
import { getQueryResults } from "./operations/get-query-results.ts";
import { getScheduledQuery } from "./operations/get-scheduled-query.ts";
import { getScheduledQueryHistory } from "./operations/get-scheduled-query-history.ts";
import { getTransformer } from "./operations/get-transformer.ts";
import { listAnomalies } from "./operations/list-anomalies.ts";
import { listLogAnomalyDetectors } from "./operations/list-log-anomaly-detectors.ts";
import { listLogGroups } from "./operations/list-log-groups.ts";
import { listScheduledQueries } from "./operations/list-scheduled-queries.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTagsLogGroup } from "./operations/list-tags-log-group.ts";
import { putAccountPolicy } from "./operations/put-account-policy.ts";
import { putDataProtectionPolicy } from "./operations/put-data-protection-policy.ts";
import { putDeliveryDestination } from "./operations/put-delivery-destination.ts";
import { putDeliveryDestinationPolicy } from "./operations/put-delivery-destination-policy.ts";
import { putDeliverySource } from "./operations/put-delivery-source.ts";
import { putDestination } from "./operations/put-destination.ts";
import { putDestinationPolicy } from "./operations/put-destination-policy.ts";
import { putIndexPolicy } from "./operations/put-index-policy.ts";
import { putLogEvents } from "./operations/put-log-events.ts";
import { putLogGroupDeletionProtection } from "./operations/put-log-group-deletion-protection.ts";
import { putMetricFilter } from "./operations/put-metric-filter.ts";
import { putQueryDefinition } from "./operations/put-query-definition.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { putRetentionPolicy } from "./operations/put-retention-policy.ts";
import { putSubscriptionFilter } from "./operations/put-subscription-filter.ts";
import { putTransformer } from "./operations/put-transformer.ts";
import { startLiveTail } from "./operations/start-live-tail.ts";
import { startQuery } from "./operations/start-query.ts";
import { stopQuery } from "./operations/stop-query.ts";
import { tagLogGroup } from "./operations/tag-log-group.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testMetricFilter } from "./operations/test-metric-filter.ts";
import { testTransformer } from "./operations/test-transformer.ts";
import { untagLogGroup } from "./operations/untag-log-group.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAnomaly } from "./operations/update-anomaly.ts";
import { updateDeliveryConfiguration } from "./operations/update-delivery-configuration.ts";
import { updateLogAnomalyDetector } from "./operations/update-log-anomaly-detector.ts";
import { updateLookupTable } from "./operations/update-lookup-table.ts";
import { updateScheduledQuery } from "./operations/update-scheduled-query.ts";
import { LOGS_RESOURCES } from "./resources.ts";
import { openLogs } from "./state.ts";

/** CloudWatch Logs: log groups with their events, metric filters, subscriptions, live tails and Logs Insights. */
export const service: Service<LogsService> = {
  name: "logs",
  signedAs: "logs",
  model: modelOf(model),
  // A batch of 1 MB can be several times as long in JSON, whose escapes take up to six bytes for one.
  bodyLimit: 10_485_760,
  faults: { failed: { code: "ServiceUnavailableException", statusCode: 503 } },
  validation: {
    code: "InvalidParameterException",
    // The newer operations.
    codeOf: (operation) => (/Deliver(y|ies)/.test(operation) ? "ValidationException" : undefined),
    // AWS shows them no longer: https://github.com/getmoto/moto/pull/10104
    withheld: ["LogGroupIdentifier"],
    // ARNs of groups end in ":*" wherever CDK has them from, which the published pattern does not allow.
    ownWords: ["LogGroupArn"],
    first: validateNameLengths,
  },
  errorOf,
  state: openLogs,
  operations: {
    CancelExportTask: cancelExportTask,
    CreateExportTask: createExportTask,
    DescribeExportTasks: describeExportTasks,
    CreateDelivery: createDelivery,
    DeleteDelivery: deleteDelivery,
    DeleteDeliveryDestination: deleteDeliveryDestination,
    DeleteDeliveryDestinationPolicy: deleteDeliveryDestinationPolicy,
    DeleteDeliverySource: deleteDeliverySource,
    DescribeDeliveries: describeDeliveries,
    DescribeDeliveryDestinations: describeDeliveryDestinations,
    DescribeDeliverySources: describeDeliverySources,
    GetDelivery: getDelivery,
    GetDeliveryDestination: getDeliveryDestination,
    GetDeliveryDestinationPolicy: getDeliveryDestinationPolicy,
    GetDeliverySource: getDeliverySource,
    PutDeliveryDestination: putDeliveryDestination,
    PutDeliveryDestinationPolicy: putDeliveryDestinationPolicy,
    PutDeliverySource: putDeliverySource,
    UpdateDeliveryConfiguration: updateDeliveryConfiguration,
    AssociateKmsKey: associateKmsKey,
    CreateLogAnomalyDetector: createLogAnomalyDetector,
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    CreateLookupTable: createLookupTable,
    DeleteAccountPolicy: deleteAccountPolicy,
    DeleteDataProtectionPolicy: deleteDataProtectionPolicy,
    DeleteDestination: deleteDestination,
    DeleteIndexPolicy: deleteIndexPolicy,
    DeleteLogAnomalyDetector: deleteLogAnomalyDetector,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteLookupTable: deleteLookupTable,
    DeleteMetricFilter: deleteMetricFilter,
    DeleteQueryDefinition: deleteQueryDefinition,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DeleteSubscriptionFilter: deleteSubscriptionFilter,
    DeleteTransformer: deleteTransformer,
    DescribeAccountPolicies: describeAccountPolicies,
    DescribeDestinations: describeDestinations,
    DescribeFieldIndexes: describeFieldIndexes,
    DescribeIndexPolicies: describeIndexPolicies,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    DescribeLookupTables: describeLookupTables,
    DescribeMetricFilters: describeMetricFilters,
    DescribeQueries: describeQueries,
    DescribeQueryDefinitions: describeQueryDefinitions,
    DescribeResourcePolicies: describeResourcePolicies,
    DescribeSubscriptionFilters: describeSubscriptionFilters,
    DisassociateKmsKey: disassociateKmsKey,
    FilterLogEvents: filterLogEvents,
    GetDataProtectionPolicy: getDataProtectionPolicy,
    GetLogAnomalyDetector: getLogAnomalyDetector,
    GetLogEvents: getLogEvents,
    GetLogGroupFields: getLogGroupFields,
    GetLogRecord: getLogRecord,
    GetLookupTable: getLookupTable,
    GetQueryResults: getQueryResults,
    GetTransformer: getTransformer,
    ListAnomalies: listAnomalies,
    ListLogAnomalyDetectors: listLogAnomalyDetectors,
    ListLogGroups: listLogGroups,
    ListTagsForResource: listTagsForResource,
    ListTagsLogGroup: listTagsLogGroup,
    PutAccountPolicy: putAccountPolicy,
    PutDataProtectionPolicy: putDataProtectionPolicy,
    PutDestination: putDestination,
    PutDestinationPolicy: putDestinationPolicy,
    PutIndexPolicy: putIndexPolicy,
    PutLogEvents: putLogEvents,
    PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
    PutMetricFilter: putMetricFilter,
    PutQueryDefinition: putQueryDefinition,
    PutResourcePolicy: putResourcePolicy,
    PutRetentionPolicy: putRetentionPolicy,
    PutSubscriptionFilter: putSubscriptionFilter,
    PutTransformer: putTransformer,
    StartLiveTail: startLiveTail,
    StartQuery: startQuery,
    StopQuery: stopQuery,
    TagLogGroup: tagLogGroup,
    TagResource: tagResource,
    TestMetricFilter: testMetricFilter,
    TestTransformer: testTransformer,
    UntagLogGroup: untagLogGroup,
    CreateScheduledQuery: createScheduledQuery,
    UpdateScheduledQuery: updateScheduledQuery,
    DeleteScheduledQuery: deleteScheduledQuery,
    GetScheduledQuery: getScheduledQuery,
    ListScheduledQueries: listScheduledQueries,
    GetScheduledQueryHistory: getScheduledQueryHistory,
    UntagResource: untagResource,
    UpdateAnomaly: updateAnomaly,
    UpdateLogAnomalyDetector: updateLogAnomalyDetector,
    UpdateLookupTable: updateLookupTable,
  },
  resources: LOGS_RESOURCES,
};

/** The rules in `cumulog/semantics` throw their own classes; callers see the service's error with the same name. */
function errorOf(error: unknown): ServiceError | undefined {
  if (!(error instanceof CloudWatchLogsError)) return undefined;
  return new ServiceError(error.name, error.message, { statusCode: error.httpStatus });
}
