import { httpRoute, restRoute } from "./api.ts";
import { cloudWatchLogs } from "./cloudwatch-logs.ts";
import type { EventSource } from "./event-source.ts";
import { mapping } from "./event-source-mapping.ts";
import { eventRule, schedule } from "./rule.ts";
import { s3 } from "./s3.ts";
import { scheduleV2 } from "./schedule-v2.ts";
import { sns } from "./sns.ts";

/** The types of events that a function may have. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html */
export const EVENT_SOURCES: Readonly<Record<string, EventSource>> = {
  Api: restRoute,
  CloudWatchEvent: eventRule,
  CloudWatchLogs: cloudWatchLogs,
  DynamoDB: mapping("Stream", "AWSLambdaDynamoDBExecutionRole"),
  EventBridgeRule: eventRule,
  HttpApi: httpRoute,
  Kinesis: mapping("Stream", "AWSLambdaKinesisExecutionRole"),
  MQ: mapping("Broker", "AWSLambdaBasicExecutionRole"),
  MSK: mapping("Stream", "AWSLambdaMSKExecutionRole"),
  S3: s3,
  SNS: sns,
  SQS: mapping("Queue", "AWSLambdaSQSQueueExecutionRole"),
  Schedule: schedule,
  ScheduleV2: scheduleV2,
};
