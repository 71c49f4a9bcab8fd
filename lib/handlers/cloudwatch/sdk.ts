/**
 * What is used of the SDK, by name: a bundle then holds these five and not all of the service's operations, whose parsing
 * a cold start would pay for.
 */
export {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
