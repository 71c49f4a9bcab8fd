/** What the functions call of CloudWatch. Imported when it is needed; named here, so that a bundle has no more of it. */
export {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricWidgetImageCommand,
} from "@aws-sdk/client-cloudwatch";
