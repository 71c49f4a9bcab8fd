import { alexaSkill } from "./alexa-skill.ts";
import { httpRoute, restRoute } from "./api.ts";
import { cloudWatchLogs } from "./cloudwatch-logs.ts";
import { cognito } from "./cognito.ts";
import type { EventSource } from "./event-source.ts";
import { documentDb, mapping, selfManagedKafka } from "./event-source-mapping.ts";
import { iotRule } from "./iot-rule.ts";
import { eventRule, schedule } from "./rule.ts";
import { s3 } from "./s3.ts";
import { scheduleV2 } from "./schedule-v2.ts";
import { sns } from "./sns.ts";

/** The types of events that a function may have. https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html */
export const EVENT_SOURCES: Readonly<Record<string, EventSource>> = {
  AlexaSkill: alexaSkill,
  Api: restRoute,
  CloudWatchEvent: eventRule,
  CloudWatchLogs: cloudWatchLogs,
  Cognito: cognito,
  DocumentDB: documentDb,
  DynamoDB: mapping("Stream", "AWSLambdaDynamoDBExecutionRole"),
  EventBridgeRule: eventRule,
  HttpApi: httpRoute,
  IoTRule: iotRule,
  Kinesis: mapping("Stream", "AWSLambdaKinesisExecutionRole"),
  MQ: mapping("Broker"),
  MSK: mapping("Stream", "AWSLambdaMSKExecutionRole"),
  S3: s3,
  SNS: sns,
  SQS: mapping("Queue", "AWSLambdaSQSQueueExecutionRole"),
  Schedule: schedule,
  ScheduleV2: scheduleV2,
  SelfManagedKafka: selfManagedKafka,
};
