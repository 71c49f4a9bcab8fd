/** Bytes of one PutLogEvents call: UTF-8 of every message plus {@link LOG_EVENT_OVERHEAD_BYTES} each. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_BATCH_MAX_BYTES = 1_048_576;

/** Bytes added to each event when the size of a batch is counted. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_EVENT_OVERHEAD_BYTES = 26;

/** Events of one PutLogEvents call. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_BATCH_MAX_EVENTS = 10_000;

/** Time between the oldest and the newest event of one call, in ms. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_BATCH_MAX_SPAN_MS = 24 * 60 * 60 * 1000;

/** Bytes of one event, as the API states it. One event alone in a batch has 26 bytes less. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_EVENT_MAX_BYTES = 1_048_576;

/** How far ahead of the ingestion clock an event may be, in ms. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_EVENT_MAX_FUTURE_MS = 2 * 60 * 60 * 1000;

/** How far behind the ingestion clock an event may be, in ms. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const LOG_EVENT_MAX_AGE_MS = 14 * 24 * 60 * 60 * 1000;

/** Characters of a log group's name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const LOG_GROUP_NAME_MAX_LENGTH = 512;

/** Characters of a log stream's name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const LOG_STREAM_NAME_MAX_LENGTH = 512;

/** Tags of one log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const LOG_GROUP_MAX_TAGS = 50;

/** Events in one page of GetLogEvents and FilterLogEvents. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const GET_LOG_EVENTS_MAX_EVENTS = 10_000;

/** Bytes in one page of GetLogEvents and FilterLogEvents. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const GET_LOG_EVENTS_MAX_BYTES = 1_048_576;

/** Stream names of one FilterLogEvents call. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const FILTER_LOG_EVENTS_MAX_STREAMS = 100;

/** Items in one page of the Describe operations. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const DESCRIBE_MAX_ITEMS = 50;

/** Messages of one TestMetricFilter call. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html */
export const TEST_METRIC_FILTER_MAX_MESSAGES = 50;

/** Characters of a filter pattern. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const FILTER_PATTERN_MAX_LENGTH = 1024;

/** Regular expressions in one filter pattern. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/FilterAndPatternSyntax.html */
export const FILTER_PATTERN_MAX_REGEXES = 2;

/** Wildcard selectors in one JSON pattern. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/FilterAndPatternSyntax.html */
export const FILTER_PATTERN_MAX_WILDCARDS = 3;

/** Wildcard selectors in one JSON property selector. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/FilterAndPatternSyntax.html */
export const FILTER_PATTERN_MAX_WILDCARDS_PER_SELECTOR = 1;

/** Filters with a regular expression of one log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/FilterAndPatternSyntax.html */
export const LOG_GROUP_MAX_REGEX_FILTERS = 5;

/** Characters of a metric or subscription filter's name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const FILTER_NAME_MAX_LENGTH = 512;

/** Metric filters of one log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html */
export const METRIC_FILTERS_PER_LOG_GROUP = 100;

/** Transformations of one metric filter. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const METRIC_FILTER_MAX_TRANSFORMATIONS = 1;

/** Dimensions of one metric filter. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export const METRIC_FILTER_MAX_DIMENSIONS = 3;

/** Different dimension name/value pairs after which a metric filter is disabled. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export const METRIC_FILTER_MAX_DIMENSION_PAIRS = 1000;

/** Time in which {@link METRIC_FILTER_MAX_DIMENSION_PAIRS} is counted, in ms. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const METRIC_FILTER_DIMENSION_WINDOW_MS = 60 * 60 * 1000;

/** Characters of a transformation's metric value. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export const METRIC_FILTER_VALUE_MAX_LENGTH = 100;

/** Characters of a transformation's metric name, namespace, dimension key and dimension value. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export const METRIC_FILTER_NAME_MAX_LENGTH = 255;

/** Subscription filters of one log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/cloudwatch_limits_cwl.html */
export const SUBSCRIPTION_FILTERS_PER_LOG_GROUP = 2;

/** System fields a filter may emit as dimensions. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const EMIT_SYSTEM_FIELDS = ["@aws.account", "@aws.region"] as const;

/** Characters of a filter's selection by system fields. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
export const FIELD_SELECTION_CRITERIA_MAX_LENGTH = 2000;

/** Metrics of one PutMetricData call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const PUT_METRIC_DATA_MAX_METRICS = 1000;

/** Values (with counts) of one MetricDatum. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const METRIC_DATUM_MAX_VALUES = 150;

/** Dimensions of one metric. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const METRIC_MAX_DIMENSIONS = 30;

/** Characters of a metric's name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const METRIC_NAME_MAX_LENGTH = 255;

/** Characters of a dimension's name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html */
export const DIMENSION_NAME_MAX_LENGTH = 255;

/** Characters of a dimension's value. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html */
export const DIMENSION_VALUE_MAX_LENGTH = 1024;

/** Largest magnitude of a metric value. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const METRIC_VALUE_MAX_MAGNITUDE = 2 ** 360;

/** How old a datapoint may be, in ms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const METRIC_MAX_AGE_MS = 14 * 24 * 60 * 60 * 1000;

/** How far ahead a datapoint may be, in ms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export const METRIC_MAX_FUTURE_MS = 2 * 60 * 60 * 1000;

/** Queries of one GetMetricData call. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const GET_METRIC_DATA_MAX_QUERIES = 500;

/** Datapoints of one GetMetricData answer. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const GET_METRIC_DATA_MAX_DATAPOINTS = 100_800;

/** Datapoints of one GetMetricStatistics answer. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const GET_METRIC_STATISTICS_MAX_DATAPOINTS = 1440;

/** Characters of a metric math expression. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export const METRIC_EXPRESSION_MAX_LENGTH = 2048;

/** Characters of an alarm's name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_NAME_MAX_LENGTH = 255;

/** Characters of an alarm's description. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_DESCRIPTION_MAX_LENGTH = 1024;

/** Actions of one alarm for one state. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_MAX_ACTIONS_PER_STATE = 5;

/** Metrics a metric math alarm may read. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
export const ALARM_MAX_METRICS = 10;

/** Periods below a minute that an alarm may have, in seconds. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_HIGH_RESOLUTION_PERIODS = [10, 20, 30] as const;

/** Periods times period of an alarm whose period is below an hour, in seconds. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_MAX_EVALUATION_SECONDS = 86_400;

/** Periods times period of an alarm whose period is an hour or more, in seconds. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_MAX_EVALUATION_SECONDS_HOURLY = 604_800;

/** How long alarm history is kept, in ms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const ALARM_HISTORY_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** Characters of a composite alarm's rule. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const ALARM_RULE_MAX_LENGTH = 10_240;

/** Different alarms that one composite rule may name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const ALARM_RULE_MAX_CHILDREN = 100;

/** Elements of one composite rule: functions, operators, constants. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
export const ALARM_RULE_MAX_ELEMENTS = 500;

/** Widgets of one dashboard. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
export const DASHBOARD_MAX_WIDGETS = 500;

/** Metric definitions of one directive. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_MAX_METRICS_PER_DIRECTIVE = 100;

/** Numbers in one metric's array. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_MAX_VALUES_PER_METRIC = 100;

/** Keys of one dimension set. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_MAX_DIMENSION_KEYS = 30;

/** Characters of a dimension's key. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_DIMENSION_KEY_MAX_LENGTH = 250;

/** Characters of a dimension's value. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_DIMENSION_VALUE_MAX_LENGTH = 1024;

/** Characters of a metric's name. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_METRIC_NAME_MAX_LENGTH = 1024;

/** Characters of a namespace. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
export const EMF_NAMESPACE_MAX_LENGTH = 1024;

/** Bytes of one log entry. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_ENTRY_MAX_BYTES = 262_144;

/** Bytes of one entries.write request. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_REQUEST_MAX_BYTES = 10_485_760;

/** Labels of one log entry. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_LABELS = 64;

/** Bytes of a label's key. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_LABEL_KEY_MAX_BYTES = 512;

/** Bytes of a label's value. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_LABEL_VALUE_MAX_BYTES = 65_536;

/** Characters of a log's identifier: fewer than 512. https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export const CLOUD_LOGGING_LOG_ID_MAX_LENGTH = 511;

/** Characters of a query. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_QUERY_MAX_LENGTH = 20_000;

/** Entries in one page of entries.list. https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list */
export const CLOUD_LOGGING_LIST_MAX_PAGE_SIZE = 1000;

/** How far ahead an entry's timestamp may be, in ms. https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry */
export const CLOUD_LOGGING_MAX_FUTURE_MS = 24 * 60 * 60 * 1000;

/** Days that the default bucket keeps an entry. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_DEFAULT_RETENTION_DAYS = 30;

/** Characters of a description of a metric, a sink or an exclusion. https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics */
export const CLOUD_LOGGING_DESCRIPTION_MAX_LENGTH = 8000;

/** Characters of a log-based metric's name. https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics */
export const LOG_METRIC_NAME_MAX_LENGTH = 100;

/** Labels that a user gives to a log-based metric. https://cloud.google.com/logging/docs/logs-based-metrics/labels */
export const LOG_METRIC_MAX_LABELS = 10;

/** Characters of a label's value; what is longer is cut. https://cloud.google.com/logging/docs/logs-based-metrics/labels */
export const LOG_METRIC_LABEL_VALUE_MAX_LENGTH = 1024;

/** Time series of one log-based metric that are active at a time, about. https://cloud.google.com/logging/docs/logs-based-metrics/labels */
export const LOG_METRIC_MAX_ACTIVE_SERIES = 30_000;

/** Entries that arrive later after their own time do not count, in ms. https://cloud.google.com/logging/docs/logs-based-metrics/troubleshooting */
export const LOG_METRIC_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/** Entries whose own time lies further ahead do not count, in ms. https://cloud.google.com/logging/docs/logs-based-metrics/troubleshooting */
export const LOG_METRIC_MAX_AHEAD_MS = 10 * 60 * 1000;

/** Until then alert policies may not know a new log-based metric, in ms. https://cloud.google.com/logging/docs/logs-based-metrics */
export const LOG_METRIC_VISIBLE_AFTER_MS = 10 * 60 * 1000;

/** Conditions of one alert policy. https://cloud.google.com/monitoring/quotas */
export const ALERT_MAX_CONDITIONS = 6;

/** Characters of a condition's filter. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
export const ALERT_FILTER_MAX_LENGTH = 2048;

/** Shortest time without data after which incidents close, in seconds. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
export const ALERT_AUTO_CLOSE_MIN_SECONDS = 1800;

/** Longest time without data after which incidents close, and what is taken unless given, in seconds. https://cloud.google.com/monitoring/alerts/concepts-indepth */
export const ALERT_AUTO_CLOSE_MAX_SECONDS = 604_800;

/** Bytes of a notification's subject once its variables are expanded. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
export const ALERT_SUBJECT_MAX_BYTES = 255;

/** Shortest time between two notifications of an alert policy on logs, in seconds. https://cloud.google.com/logging/docs/alerting/log-based-alerts */
export const LOG_ALERT_MIN_PERIOD_SECONDS = 300;

/** Notifications of an alert policy on logs in a day. https://cloud.google.com/logging/docs/alerting/log-based-alerts */
export const LOG_ALERT_MAX_NOTIFICATIONS_PER_DAY = 20;

/** Labels that a user gives to a policy or a channel. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
export const MONITORING_MAX_USER_LABELS = 64;

/** Characters of the display name of a policy, a channel or a snooze. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies */
export const MONITORING_DISPLAY_NAME_MAX_LENGTH = 512;

/** Characters of a notification channel's description. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels */
export const NOTIFICATION_CHANNEL_DESCRIPTION_MAX_LENGTH = 1024;

/** Policies of one snooze. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.snoozes */
export const SNOOZE_MAX_POLICIES = 16;

/** How long ago a reported error may have happened: as long as entries are kept, in ms. https://cloud.google.com/error-reporting/reference/rest/v1beta1/projects.events/report */
export const ERROR_EVENT_MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** Errors that Error Reporting looks at in an hour. https://cloud.google.com/error-reporting/docs/formatting-error-messages */
export const ERROR_REPORTING_ERRORS_PER_HOUR = 1000;

/** Errors that it still looks at in an hour once there were more. https://cloud.google.com/error-reporting/docs/formatting-error-messages */
export const ERROR_REPORTING_SAMPLED_PER_HOUR = 100;

/** Bytes of a synchronous invocation's request or response. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_SYNC_PAYLOAD_MAX_BYTES = 6_291_456;

/** Bytes of an asynchronous invocation's event. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_ASYNC_PAYLOAD_MAX_BYTES = 1_048_576;

/** Longest time-out, in seconds. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_MAX_TIMEOUT_SECONDS = 900;

/** Smallest memory size, in MB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_MIN_MEMORY_MB = 128;

/** Largest memory size, in MB. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_MAX_MEMORY_MB = 10_240;

/** Bytes of all environment variables together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LAMBDA_ENVIRONMENT_MAX_BYTES = 4096;

/** Bytes of a published message. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const SNS_MESSAGE_MAX_BYTES = 262_144;

/**
 * Days that a log group can be told to keep its events.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/**
 * Units of a metric. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export const METRIC_UNITS = [
  "Seconds",
  "Microseconds",
  "Milliseconds",
  "Bytes",
  "Kilobytes",
  "Megabytes",
  "Gigabytes",
  "Terabytes",
  "Bits",
  "Kilobits",
  "Megabits",
  "Gigabits",
  "Terabits",
  "Percent",
  "Count",
  "Bytes/Second",
  "Kilobytes/Second",
  "Megabytes/Second",
  "Gigabytes/Second",
  "Terabytes/Second",
  "Bits/Second",
  "Kilobits/Second",
  "Megabits/Second",
  "Gigabits/Second",
  "Terabits/Second",
  "Count/Second",
  "None",
] as const;

/** Unit of a metric. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export type MetricUnit = (typeof METRIC_UNITS)[number];

/** Log groups of one query. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export const INSIGHTS_MAX_LOG_GROUPS = 50;

/** Characters of a query. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
export const INSIGHTS_QUERY_MAX_LENGTH = 10_000;

/** Metrics that one query of Metrics Insights looks at. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html */
export const METRICS_INSIGHTS_MAX_METRICS = 10_000;

/** Time series that one query of Metrics Insights gives. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html */
export const METRICS_INSIGHTS_MAX_SERIES = 500;

/** How far back a query of Metrics Insights sees: two weeks. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-limits.html */
export const METRICS_INSIGHTS_MAX_AGE_MS = 14 * 24 * 60 * 60 * 1000;

/** What an alarm on a query of Metrics Insights may look back: three hours. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
export const METRICS_INSIGHTS_ALARM_MAX_SECONDS = 10_800;

/** Contributors of a metric alarm that may be in ALARM at a time. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
export const ALARM_MAX_CONTRIBUTORS_IN_ALARM = 100;

/** Periods of wall clock windows, in seconds. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html */
export const WALL_CLOCK_PERIODS = [60, 300, 3_600, 86_400, 604_800] as const;

/** N of a log alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html */
export const LOG_ALARM_MAX_QUERY_RESULTS = 100;

/** 30 days. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ScheduleConfiguration.html */
export const LOG_ALARM_MAX_START_OFFSET_SECONDS = 2_592_000;

/** Log lines in a notification. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutLogAlarm.html */
export const LOG_ALARM_MAX_LOG_LINES = 50;

/** Fields after `by`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-multi-contributor */
export const LOG_ALARM_MAX_BY_FIELDS = 5;

/** Contributors of one run. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-multi-contributor */
export const LOG_ALARM_MAX_CONTRIBUTORS = 500;

/** Contributors in ALARM at a time. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html#log-alarm-multi-contributor */
export const LOG_ALARM_MAX_CONTRIBUTORS_IN_ALARM = 100;

/** Two days. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html */
export const ALARM_WARM_UP_MAX_MINUTES = 2_880;

/** Alarms that one mute rule targets. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html */
export const MUTE_RULE_MAX_TARGETS = 100;

/** 15 days. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html */
export const MUTE_RULE_MAX_DURATION_MS = 15 * 24 * 60 * 60 * 1000;

/** Rows of a query without a limit. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Limit.html */
export const INSIGHTS_DEFAULT_LIMIT = 10_000;

/** Rows that a query may ask for. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Limit.html */
export const INSIGHTS_MAX_LIMIT = 100_000;

/** Characters of the name of a sink, exclusion, bucket, view or link. https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks */
export const CLOUD_LOGGING_CONFIGURATION_ID_MAX_LENGTH = 100;

/** Sinks of a project. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_SINKS = 200;

/** Exclusions of a sink. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_SINK_EXCLUSIONS = 50;

/** Exclusions of a project. https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.exclusions/create */
export const CLOUD_LOGGING_MAX_EXCLUSIONS = 10;

/** Buckets of a project. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_BUCKETS = 100;

/** Custom indexes of a bucket. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_BUCKET_INDEXES = 20;

/** Views of a bucket. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_VIEWS = 30;

/** Days that a bucket may keep an entry. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_MAX_RETENTION_DAYS = 3650;

/** Days that the bucket `_Required` keeps an entry. https://cloud.google.com/logging/quotas */
export const CLOUD_LOGGING_REQUIRED_RETENTION_DAYS = 400;

/** Days after which a bucket whose deletion was asked for is gone. https://cloud.google.com/logging/docs/buckets#delete-bucket */
export const CLOUD_LOGGING_BUCKET_PURGE_DAYS = 7;

/** Bytes of one object that a sink writes to Cloud Storage: 3.5 GiB. https://cloud.google.com/logging/docs/export/storage */
export const CLOUD_LOGGING_STORAGE_FILE_MAX_BYTES = 3.5 * 2 ** 30;

/** Hours until a sink's first object appears in Cloud Storage, at most. https://cloud.google.com/logging/docs/export/storage */
export const CLOUD_LOGGING_STORAGE_MAX_DELAY_HOURS = 3;

/** Characters of a column's name. https://cloud.google.com/logging/docs/export/bigquery */
export const BIGQUERY_FIELD_NAME_MAX_LENGTH = 128;

/** Processors of one transformer. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Create.html */
export const TRANSFORMER_MAX_PROCESSORS = 20;

/** Processors of one transformer that parse. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Create.html */
export const TRANSFORMER_MAX_PARSERS = 5;

/** Fields that a transformer makes of one event. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Create.html */
export const TRANSFORMER_MAX_FIELDS = 200;

/** Names on the way to a field of a processor. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html */
export const TRANSFORMER_KEY_MAX_DEPTH = 3;

/** Characters of the name of a field of a processor. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Transformation-Configurable.html */
export const TRANSFORMER_KEY_MAX_LENGTH = 128;

/** Characters of a data protection policy. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html */
export const DATA_PROTECTION_POLICY_MAX_LENGTH = 30_720;

/** Custom data identifiers of one policy. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-custom-data-identifiers.html */
export const CUSTOM_IDENTIFIERS_PER_POLICY = 10;

/** Characters of the regular expression of a custom data identifier. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-custom-data-identifiers.html */
export const CUSTOM_IDENTIFIER_MAX_REGEX_LENGTH = 200;

/** Fields of an index policy. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutIndexPolicy.html */
export const FIELD_INDEXES_PER_POLICY = 20;

/** Characters of the name of an indexed field. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutIndexPolicy.html */
export const FIELD_INDEX_MAX_NAME_LENGTH = 100;

/** Bytes of the selection criteria of an account policy. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html */
export const SELECTION_CRITERIA_MAX_BYTES = 25_600;
