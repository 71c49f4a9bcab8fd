/** What the functions call of CloudWatch Logs. Imported when it is needed; named here, so that a bundle has no more of it. */
export {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
