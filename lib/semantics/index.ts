export { readIndexPolicy } from "./account-policy/index-policy.ts";
export { type LogGroupSelection, readSelectionCriteria } from "./account-policy/selection-criteria.ts";
export { deviationBand, fixedBand } from "./alarm/anomaly-band.ts";
export type {
  AlarmStates,
  CompositeEvaluation,
  CompositeOptions,
  CompositeTrigger,
} from "./alarm/composite/evaluate-composite.ts";
export { evaluateComposite, referencedAlarms } from "./alarm/composite/evaluate-composite.ts";
export { type AlarmRule, parseAlarmRule } from "./alarm/composite/parse-rule.ts";
export { AlarmRuleSyntaxError } from "./alarm/composite/rule-syntax-error.ts";
export {
  compositeChanged,
  NOT_SUPPRESSED,
  releases,
  type SuppressedBy,
  type Suppression,
  type SuppressorPeriods,
  suppressorChanged,
} from "./alarm/composite/suppression.ts";
export type { DatapointInput } from "./alarm/considered-datapoints.ts";
export { contributorId } from "./alarm/contributor-id.ts";
export { evaluateAlarm } from "./alarm/evaluate-alarm.ts";
export {
  type AlarmSeries,
  evaluateSeriesAlarm,
  type SeriesAlarmEvaluation,
  type SeriesContributor,
} from "./alarm/evaluate-series-alarm.ts";
export { evaluationInterval, evaluationRange, missingDataTreatment } from "./alarm/evaluation-range.ts";
export {
  evaluatePromqlContributor,
  NEW_PROMQL_CONTRIBUTOR,
  type PromqlContributor,
  type PromqlPeriods,
} from "./alarm/promql-contributor.ts";
export { type AlarmTagsPropagation, propagatedTags } from "./alarm/propagated-tags.ts";
export { longDate, serializeReasonData } from "./alarm/reason-data.ts";
export type {
  Alarm,
  AlarmDatapoint,
  AlarmEvaluation,
  AlarmReasonData,
  AlarmState,
  AnomalyBand,
  ComparisonOperator,
  EvaluationOptions,
  TreatMissingData,
} from "./alarm/types.ts";
export { ValidationError } from "./alarm/validation-error.ts";
export { isAlarmTimeZone, wallClockWindow } from "./alarm/wall-clock-window.ts";
export { type WarmUp, warmUpEnd } from "./alarm/warm-up.ts";
export {
  type ActiveMute,
  activeMute,
  isMuted,
  type MuteRuleStatus,
  muteRuleStatus,
} from "./alarm-mute/is-muted.ts";
export { parseIsoDuration } from "./alarm-mute/iso-duration.ts";
export { type MuteWindow, muteWindowAt, nextMuteWindow } from "./alarm-mute/mute-windows.ts";
export { mutedActions, type StateChange } from "./alarm-mute/muted-actions.ts";
export type { MuteRuleInput, MuteSchedule, MuteWindows } from "./alarm-mute/types.ts";
export { validateMuteRule } from "./alarm-mute/validate-mute-rule.ts";
export { acceptBucket, type LogBucket } from "./cloud-logging/configuration/bucket.ts";
export {
  checkFilter as checkLoggingFilter,
  checkIdentifier as checkLoggingIdentifier,
} from "./cloud-logging/configuration/checks.ts";
export {
  DEFAULT_NAMES as DEFAULT_LOGGING_NAMES,
  defaultBuckets,
  defaultSinks,
  defaultViews,
} from "./cloud-logging/configuration/default-resources.ts";
export { parseSinkDestination, type SinkDestination } from "./cloud-logging/configuration/destination.ts";
export { checkExclusion, type LogExclusion } from "./cloud-logging/configuration/exclusion.ts";
export { acceptLink, type LogLink } from "./cloud-logging/configuration/link.ts";
export {
  acceptSink,
  checkWriterChange,
  type LogSink,
  SHARED_WRITER_IDENTITY,
  SINK_DEFAULT_MASK,
  type SinkWriter,
  writerIdentity,
} from "./cloud-logging/configuration/sink.ts";
export { applyUpdateMask } from "./cloud-logging/configuration/update-mask.ts";
export { checkView, type LogView } from "./cloud-logging/configuration/view.ts";
export {
  acceptReportedError,
  type ErrorStorage,
  isAnalyzed,
  type ReportedErrorEvent,
  type ResolutionStatus,
  resolutionStatus,
  statusAfterError,
} from "./cloud-logging/error-events.ts";
export { errorGroupKey, type GroupedError, type ReportLocation } from "./cloud-logging/error-group.ts";
export {
  REPORTED_ERROR_EVENT_TYPE,
  type ReportedError,
  reportedError,
  type ServiceContext,
} from "./cloud-logging/error-reporting.ts";
export { compileLoggingFilter, type LoggingFilter } from "./cloud-logging/filter/compile.ts";
export { printFilter as printLoggingFilter } from "./cloud-logging/filter/print.ts";
export { containsSubnet, parseSubnet } from "./cloud-logging/filter/subnet.ts";
export { LoggingFilterSyntaxError } from "./cloud-logging/filter/syntax-error.ts";
export type { Expression as LoggingFilterExpression } from "./cloud-logging/filter/tree.ts";
export { InvalidArgumentError } from "./cloud-logging/invalid-argument-error.ts";
export type {
  HttpRequest,
  LogEntry,
  LogEntryOperation,
  LogEntrySourceLocation,
  MonitoredResource,
} from "./cloud-logging/log-entry.ts";
export { bucketBounds, bucketOf, DEFAULT_BUCKET_OPTIONS } from "./cloud-logging/log-metric/bucket-options.ts";
export { type CompiledLogMetric, compileLogMetric } from "./cloud-logging/log-metric/compile-log-metric.ts";
export {
  countLogEntries,
  type LogMetricPoint,
  type LogMetricSeries,
  seriesKey as logMetricSeriesKey,
} from "./cloud-logging/log-metric/count-log-entries.ts";
export {
  type Distribution,
  distributionOf,
  distributionPercentile,
  mergeDistributions,
} from "./cloud-logging/log-metric/distribution.ts";
export { compileExtractor, type LogExtractor } from "./cloud-logging/log-metric/extractor.ts";
export type {
  BucketOptions,
  LogMetric,
  LogMetricDescriptor,
  LogMetricLabel,
  LogMetricLabels,
  LogMetricSample,
} from "./cloud-logging/log-metric/types.ts";
export {
  describeLogMetric,
  logMetricType,
  validateLogMetric,
  validateLogMetricUpdate,
} from "./cloud-logging/log-metric/validate-log-metric.ts";
export {
  PATTERN_DIFFERENCES,
  type PatternDifference,
  type PatternDifferenceName,
} from "./cloud-logging/pattern-filter/differences.ts";
export { fieldOfSelector, type SelectedField } from "./cloud-logging/pattern-filter/field-of-selector.ts";
export { numberFieldRegex } from "./cloud-logging/pattern-filter/line-fields.ts";
export { type PatternFilter, patternFilter } from "./cloud-logging/pattern-filter/pattern-filter.ts";
export { UntranslatablePatternError } from "./cloud-logging/pattern-filter/untranslatable-pattern-error.ts";
export { bigqueryColumn, bigqueryTable } from "./cloud-logging/routing/bigquery-names.ts";
export {
  LogRouter,
  parentOf,
  type RoutedSink,
  type RouterOptions,
} from "./cloud-logging/routing/log-router.ts";
export { pubsubMessage, type RoutedMessage } from "./cloud-logging/routing/pubsub-message.ts";
export {
  type StoredEntryTimes,
  storageObjectLine,
  storageObjectName,
} from "./cloud-logging/routing/storage-object.ts";
export { isSeverity, parseSeverity, SEVERITIES, type Severity } from "./cloud-logging/severity.ts";
export { hasStackTrace } from "./cloud-logging/stack-trace.ts";
export {
  compareNanotimes,
  formatProtoDuration,
  formatTimestamp,
  instant,
  type Nanotime,
  parseProtoDuration,
  parseTimestamp,
} from "./cloud-logging/timestamp.ts";
export { type LogEntryOptions, toLogEntry } from "./cloud-logging/to-log-entry.ts";
export { parseTraceHeader, parseTraceHeaders, type TraceContext } from "./cloud-logging/trace-context.ts";
export {
  type AlertPolicyEvaluation,
  type AlertPolicyState,
  type CompiledAlertPolicy,
  compileAlertPolicy,
  type IncidentSubject,
  NEW_ALERT_POLICY,
  type OpenIncident,
} from "./cloud-monitoring/alert-policy/compile-alert-policy.ts";
export type { ConditionState } from "./cloud-monitoring/alert-policy/evaluate-condition.ts";
export {
  type DocumentationContext,
  expandDocumentation,
  expandSubject,
} from "./cloud-monitoring/alert-policy/expand-documentation.ts";
export {
  type IncidentFacts,
  type IncidentPayload,
  incidentLogEntry,
  incidentPayload,
  incidentSummary,
} from "./cloud-monitoring/alert-policy/incident-payload.ts";
export {
  type CompiledLogMatch,
  compileLogMatch,
  type LogMatchEvaluation,
  type LogMatchIncident,
  type LogMatchState,
  NEW_LOG_MATCH,
} from "./cloud-monitoring/alert-policy/log-match.ts";
export type {
  AbsenceCondition,
  Aggregation,
  AlertCondition,
  AlertDocumentation,
  AlertPolicy,
  AlertStrategy,
  AlertTrigger,
  LogMatchCondition,
  ThresholdCondition,
} from "./cloud-monitoring/alert-policy/types.ts";
export type { MetricForm } from "./cloud-monitoring/alert-policy/validate-aggregations.ts";
export {
  type AlertPolicyChecks,
  validateAlertPolicy,
} from "./cloud-monitoring/alert-policy/validate-alert-policy.ts";
export type { MetricForms } from "./cloud-monitoring/alert-policy/validate-condition.ts";
export {
  isNotified,
  maskedChannel,
  NOTIFICATION_CHANNEL_TYPES,
  type NotificationChannel,
  validateNotificationChannel,
} from "./cloud-monitoring/notification-channel.ts";
export { isSnoozed, type Snooze, validateSnooze } from "./cloud-monitoring/snooze.ts";
export { type AggregatedValue, aggregateSeries } from "./cloud-monitoring/time-series/aggregate.ts";
export { alignPoints } from "./cloud-monitoring/time-series/align.ts";
export { compileSeriesFilter, type SeriesFilter } from "./cloud-monitoring/time-series/series-filter.ts";
export type {
  MonitoringPoint,
  MonitoringSeries,
  PointValue,
  SeriesIdentity,
} from "./cloud-monitoring/time-series/time-series.ts";
export { seriesIdentityKey } from "./cloud-monitoring/time-series/time-series.ts";
export {
  type DataProtectionPolicy,
  type FindingsDestination,
  readDataProtectionPolicy,
} from "./data-protection/data-protection-policy.ts";
export {
  maskSensitiveData,
  type SensitiveData,
  sensitiveDataFinder,
} from "./data-protection/find-sensitive-data.ts";
export { parseDuration } from "./duration.ts";
export type { EmfMetric } from "./emf/emf-metric.ts";
export { extractEmf, extractEmfFromDocument, mayHoldEmf } from "./emf/extract-emf.ts";
export { compileEventCondition, type EventCondition } from "./event-pattern/condition.ts";
export type { ConditionRules } from "./event-pattern/condition-rules.ts";
export { type EventPattern, parseEventPattern } from "./event-pattern/event-pattern.ts";
export { InvalidEventPatternError } from "./event-pattern/invalid-event-pattern.ts";
export type { PatternFinder, TextPattern } from "./insights/commands/find-patterns.ts";
export { type LookupTable, parseLookupTable } from "./insights/commands/lookup-table.ts";
export type { AnomalyJudge, ComparedPattern, PatternAnomaly } from "./insights/commands/pattern.ts";
export { type CompileQueryOptions, compileQuery as compileInsightsQuery } from "./insights/compile-query.ts";
export type { QueryTimes } from "./insights/functions/function.ts";
export { logGroupNameOf, type SelectableLogGroup, selectLogGroups } from "./insights/log-group-selection.ts";
export {
  type EventOrigin,
  EventRow as InsightsEventRow,
  type InsightsEvent,
} from "./insights/rows/event-row.ts";
export {
  type InsightsLogEvent,
  type InsightsLogGroup,
  type InsightsQueryOptions,
  type InsightsQueryResult,
  inMilliseconds as insightsMilliseconds,
  runInsightsQuery,
} from "./insights/run-insights-query.ts";
export {
  type QueryRange,
  type ResultRow,
  type RunOptions as InsightsRunOptions,
  runQuery as runInsightsPlan,
  type Statistics as InsightsStatistics,
} from "./insights/run-query.ts";
export type { QueryPlan as InsightsQueryPlan } from "./insights/steps.ts";
export { QueryCompileError } from "./insights/syntax/query-compile-error.ts";
export type { SourceSelection } from "./insights/syntax/tree.ts";
export { toText as insightsText } from "./insights/values.ts";
export * from "./limits.ts";
export { type AggregatedRows, aggregateRows, type ResultCells } from "./log-alarm/aggregate-rows.ts";
export {
  type AggregationExpression,
  AggregationSyntaxError,
  parseAggregationExpression,
} from "./log-alarm/aggregation-expression.ts";
export { contributorName } from "./log-alarm/contributor-order.ts";
export { evaluateLogAlarm } from "./log-alarm/evaluate-log-alarm.ts";
export { resetsLogAlarm, withLogAlarmDefaults } from "./log-alarm/log-alarm-update.ts";
export { type QueryWindowOffsets, queryWindow } from "./log-alarm/query-window.ts";
export type {
  ContributorEvaluation,
  ContributorValue,
  LogAlarm,
  LogAlarmEvaluation,
  LogAlarmEvaluationState,
  LogAlarmInput,
  LogAlarmOptions,
  LogAlarmReasonData,
  LogAlarmResult,
  ScheduledQueryConfiguration,
  WarmUpConfiguration,
} from "./log-alarm/types.ts";
export { validateLogAlarm } from "./log-alarm/validate-log-alarm.ts";
export {
  type AcceptedLogEvents,
  type AcceptOptions,
  acceptLogEvents,
  type InputLogEvent,
  type RejectedLogEventsInfo,
} from "./log-events/accept-log-events.ts";
export { PUT_LOG_EVENTS_LIMITS } from "./log-events/batch-limits.ts";
export {
  validateLogGroupName,
  validateLogStreamName,
  validateNameLengths,
  validateRetentionInDays,
} from "./log-events/names.ts";
export {
  INVALID_NEXT_TOKEN,
  type SubscriptionFilterInput,
  validateDescribeMetricFilters,
  validateFilterLogEvents,
  validateGetLogEvents,
  validateSubscriptionFilter,
  validateTestMetricFilter,
} from "./log-events/requests.ts";
export {
  CloudWatchLogsError,
  InvalidParameterException,
  LimitExceededException,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from "./log-events/service-errors.ts";
export { utf8Length } from "./log-events/utf8-length.ts";
export type { SystemFields } from "./metric-filter/compile-transformation.ts";
export {
  type FilteredEvent,
  MetricFilter,
  type MetricFilterOptions,
  metricFilter,
} from "./metric-filter/metric-filter.ts";
export type {
  MetricDatapoint,
  MetricFilterInput,
  MetricSample,
  MetricTransformation,
} from "./metric-filter/types.ts";
export { type ExistingFilter, validateMetricFilter } from "./metric-filter/validate-metric-filter.ts";
export {
  evaluateMetricMath,
  type MetricInput,
  type MetricMathOptions,
} from "./metric-math/evaluate-metric-math.ts";
export {
  evaluateMetricQueries,
  type MetricQuery,
  MetricQueryCycleError,
} from "./metric-math/evaluate-metric-queries.ts";
export { MetricMathError } from "./metric-math/metric-math-error.ts";
export { parseExpression } from "./metric-math/parse-expression.ts";
export type { MathValue, Series, SeriesValues } from "./metric-math/values.ts";
export {
  compileMetricSearch,
  MetricSearchError,
  type SearchedMetric,
} from "./metric-search/metric-search.ts";
export { hasSearch, type SearchCall, searchCalls } from "./metric-search/search-calls.ts";
export {
  isMetricsInsightsQuery,
  parseMetricsInsightsQuery,
} from "./metrics-insights/parse-metrics-insights-query.ts";
export { MetricsInsightsQueryError } from "./metrics-insights/query-error.ts";
export { runMetricsInsightsQuery } from "./metrics-insights/run-metrics-insights-query.ts";
export type {
  MetricsInsightsCondition,
  MetricsInsightsFunction,
  MetricsInsightsLabel,
  MetricsInsightsMetric,
  MetricsInsightsQuery,
  MetricsInsightsResult,
  MetricsInsightsSeries,
} from "./metrics-insights/types.ts";
export { parseMoment } from "./moment.ts";
export { cloudWatchOtlpMessage } from "./otlp/cloudwatch-message.ts";
export { type OtlpEntryOptions, otlpLogEntry } from "./otlp/google-entry.ts";
export { otlpMonitoredResource } from "./otlp/google-resource.ts";
export {
  type OtlpAttribute,
  type OtlpLogRecord,
  type OtlpLogsRequest,
  type OtlpResource,
  type OtlpScope,
  type OtlpScopedRecord,
  type OtlpValue,
  otlpRecords,
} from "./otlp/messages.ts";
export { otlpMilliseconds, otlpTime, plainOtlpAttributes, plainOtlpValue } from "./otlp/values.ts";
export { type CompiledPattern, compilePattern } from "./pattern/compile-pattern.ts";
export type { EscapedPayload, EscapedText } from "./pattern/escaped-text.ts";
export type { JsonScalar } from "./pattern/json-selector.ts";
export { MessageView } from "./pattern/message-view.ts";
export { PatternSet } from "./pattern/pattern-set.ts";
export type { PatternSetMatch } from "./pattern/pattern-set-match.ts";
export { PatternSyntaxError } from "./pattern/pattern-syntax-error.ts";
export { printPattern } from "./pattern/print.ts";
export { requiredTextsOf } from "./pattern/required-texts.ts";
export { compileSelector, type Selector } from "./pattern/selector.ts";
export type { PatternTree } from "./pattern/tree.ts";
export { ScheduleSyntaxError } from "./schedule/schedule-syntax-error.ts";
export {
  parseSchedule,
  type Schedule,
  type ScheduleTimesOptions,
  scheduleTimes,
} from "./schedule/schedule-times.ts";
export { isTimeZone } from "./schedule/time-zone.ts";
export { computeStatistic, type Samples } from "./statistics/compute-statistic.ts";
export { parseStatistic, type Statistic, UnknownStatisticError } from "./statistics/parse-statistic.ts";
export { percentileOf } from "./statistics/percentile.ts";
export { type PublishedStatistics, StatisticSet, type WeightedValue } from "./statistics/statistic-set.ts";
export { decodeSubscription } from "./subscription/decode.ts";
export {
  controlMessage,
  encodeSubscription,
  encodeSubscriptionBytes,
  type SubscriptionInput,
} from "./subscription/encode.ts";
export { MalformedSubscriptionError, SubscriptionTooLargeError } from "./subscription/errors.ts";
export { eventId, eventIdTimestamp } from "./subscription/event-id.ts";
export type { SubscriptionLogEvent, SubscriptionPayload } from "./subscription/payload.ts";
export { type ScannedLogEvent, type ScannedSubscription, scanSubscription } from "./subscription/scan.ts";
export type { UnpackOptions } from "./subscription/unpack.ts";
export { compileTransformer, type Transformer } from "./transformer/compile-transformer.ts";
export type { TransformedEvent, TransformedSource, TransformerProcessor } from "./transformer/types.ts";
export { validateTransformer } from "./transformer/validate-transformer.ts";
