import { Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { CfnLogAnomalyDetector, type ILogGroup } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { AlertChannel } from "./alert-channel.ts";
import { logGroupArnOf } from "./arn.ts";
import { ConstructError } from "./construct-error.ts";
import { CumulogFunction } from "./cumulog-function.ts";
import { FunctionAlarms } from "./function-alarms.ts";
import { LogPipeline } from "./log-pipeline.ts";

/** How faint a sign may be. */
export type AnomalySensitivity = "low" | "medium" | "high";

/** Properties of {@link LogAnomalies}. */
export interface LogAnomaliesProps {
  /** Groups to watch. */
  readonly logGroups: readonly ILogGroup[];
  /**
   * `aws`: the service's detector, one a group, and an alarm on what it finds; without cost, every five minutes at best, for groups of class
   * STANDARD. `own`: the project's function, which also tells of drops, silence and durations, and gives the reasons. `both`.
   *
   * @default "aws"
   */
  readonly engine?: "aws" | "own" | "both" | undefined;
  /** Where it is told. @default nowhere */
  readonly channels?: readonly AlarmReceiver[] | undefined;
  /** @default "medium" */
  readonly sensitivity?: AnomalySensitivity | undefined;
  /** Only events that match this filter pattern; for AWS's detector. @default all */
  readonly pattern?: string | undefined;
  /** Processor that carries the counts of the own engine too. @default one of its own */
  readonly pipeline?: LogPipeline | undefined;
}

/** Name of the destination in the log processor. */
const DESTINATION = "anomalies";
/** Days that counts and states are kept. */
const KEPT_DAYS = 7;
/** Priorities of AWS's anomalies that raise the alarm. */
const PRIORITIES: Readonly<Record<AnomalySensitivity, readonly string[]>> = {
  low: ["HIGH"],
  medium: ["HIGH", "MEDIUM"],
  high: ["HIGH", "MEDIUM", "LOW"],
};

/** Detection of the unusual in the events of log groups, without a limit to define: AWS's detector, the project's own, or both. */
export class LogAnomalies extends Construct {
  /** AWS's detectors, one a group. */
  readonly detectors: readonly CfnLogAnomalyDetector[];
  /** Alarms on what AWS's detectors find. */
  readonly alarms: readonly Alarm[];
  /** The project's function, if it is used. */
  readonly function: CumulogFunction | undefined;
  /** Where its counts and states lie. */
  readonly bucket: Bucket | undefined;

  /** @throws ConstructError when there is no group */
  constructor(scope: Construct, id: string, props: LogAnomaliesProps) {
    super(scope, id);
    if (props.logGroups.length === 0) throw new ConstructError(this, "expected at least one group to watch");
    const { engine = "aws" } = props;
    const found =
      engine === "own" ? [] : props.logGroups.map((group, index) => this.#aws(group, index, props));
    this.detectors = found.map(({ detector }) => detector);
    this.alarms = found.map(({ alarm }) => alarm);
    if (engine === "aws") return;
    this.bucket = this.#bucket();
    this.function = this.#own(props, this.bucket);
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/LogsAnomalyDetection-Alarms.html */
  #aws(logGroup: ILogGroup, index: number, props: LogAnomaliesProps) {
    const { sensitivity = "medium", pattern, channels = [] } = props;
    const detectorName = `${Stack.of(this).stackName}-${this.node.id}-${index}`;
    const detector = new CfnLogAnomalyDetector(this, `Detector${index}`, {
      detectorName,
      logGroupArnList: [logGroupArnOf(logGroup.logGroupName)],
      evaluationFrequency: "FIVE_MIN",
      anomalyVisibilityTime: 21,
      ...(pattern !== undefined && { filterPattern: pattern }),
    });
    const metrics = Object.fromEntries(
      PRIORITIES[sensitivity].map((priority) => [
        priority.toLowerCase(),
        new Metric({
          namespace: "AWS/Logs",
          metricName: "AnomalyCount",
          dimensionsMap: { LogAnomalyDetector: detectorName, LogAnomalyPriority: priority },
          statistic: "Sum",
          period: Duration.minutes(5),
        }),
      ]),
    );
    const names = Object.keys(metrics);
    const alarm = new Alarm(this, `Alarm${index}`, {
      alarmName: `${detectorName}-anomalies`,
      metric:
        names.length === 1
          ? metrics[names[0]!]!
          : new MathExpression({
              expression: names.map((name) => `FILL(${name}, 0)`).join(" + "),
              label: "Anomalies",
              usingMetrics: metrics,
              period: Duration.minutes(5),
            }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `Unusual lines in ${logGroup.logGroupName}`,
    });
    for (const channel of channels) channel.notify(alarm);
    return { detector, alarm };
  }

  #bucket(): Bucket {
    const bucket = new Bucket(this, "Counts", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      lifecycleRules: [{ id: "old", expiration: Duration.days(KEPT_DAYS) }],
    });
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "It holds counts for a week, which only the project's two functions read and write.",
    });
    return bucket;
  }

  #own(
    { logGroups, channels = [], sensitivity = "medium", pipeline }: LogAnomaliesProps,
    bucket: Bucket,
  ): CumulogFunction {
    const carrier =
      pipeline ?? new LogPipeline(this, "Pipeline", { logGroups: [], configuration: {}, channels });
    carrier.addDestination({ type: "anomalies", name: DESTINATION, bucket: bucket.bucketName }, logGroups);
    carrier.processor.allow(
      ["s3:PutObject"],
      [bucket.arnForObjects("counts/*")],
      "Each batch of events writes an object of its own.",
    );
    const told = channels.filter((channel) => channel instanceof AlertChannel);
    const detector = new CumulogFunction(this, "Detector", {
      code: "anomaly-detector",
      description: "Judges counts of log events and tells of what is unusual",
      memorySize: 1_024,
      timeout: Duration.minutes(2),
      environment: {
        ANOMALY_DETECTOR_CONFIGURATION: JSON.stringify({
          bucket: bucket.bucketName,
          groups: logGroups.map(({ logGroupName }) => ({ logGroup: logGroupName, sensitivity })),
          topicArns: told.map(({ topic }) => topic.topicArn),
        }),
      },
    });
    for (const channel of told) channel.grantPublish(detector.function);
    detector.allow(["s3:ListBucket"], [bucket.bucketArn]);
    detector.allow(
      ["s3:GetObject", "s3:PutObject"],
      [bucket.arnForObjects("*")],
      "Counts, states and notes of what was told are one object each.",
    );
    new Rule(this, "Schedule", {
      description: "Judges the windows that are over",
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(detector.function, { retryAttempts: 0 })],
    });
    new FunctionAlarms(this, "DetectorAlarms", { of: detector, channels });
    return detector;
  }
}
