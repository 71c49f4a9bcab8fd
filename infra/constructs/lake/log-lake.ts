import { Aws, Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { CfnDatabase } from "aws-cdk-lib/aws-glue";
import type { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption, StorageClass } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { type Contract, contractWith, type DeclaredColumns } from "cumulog/analysis";
import type { AlarmReceiver } from "../alarm-receiver.ts";
import { ConstructError } from "../construct-error.ts";
import { LogPipeline } from "../log-pipeline.ts";
import { DELIVERY_INTERVAL_SECONDS, lakeDeliveryStream } from "./lake-delivery.ts";
import { logsTable, logsView } from "./lake-tables.ts";
import { lakeWorkgroup } from "./lake-workgroup.ts";

/** Properties of {@link LogLake}. */
export interface LogLakeProps {
  /** Groups whose events are kept. */
  readonly logGroups: readonly ILogGroup[];
  /** Typed columns besides those of every lake. @default none */
  readonly columns?: DeclaredColumns | undefined;
  /** Days that events are kept. @default for ever */
  readonly retentionDays?: number | undefined;
  /** Days after which events are stored more cheaply, and read more expensively. @default 90 */
  readonly infrequentAccessAfterDays?: number | undefined;
  /** Bytes that one query may scan, in gigabytes. @default 10 */
  readonly queryLimitGb?: number | undefined;
  /** Names the database, with `-` for `_` the workgroup. @default "cumulog_logs" */
  readonly database?: string | undefined;
  /** Processor that carries this destination too. @default one of its own */
  readonly pipeline?: LogPipeline | undefined;
  /** Whether the events stay when the stack is removed. @default true */
  readonly keepWhenRemoved?: boolean | undefined;
  /** Where trouble with the delivery is reported. @default nowhere */
  readonly channels?: readonly AlarmReceiver[] | undefined;
}

/** Name of the destination in the log processor. */
const DESTINATION = "lake";
const RESULTS_DAYS = 7;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const LEAST_DAYS_BEFORE_MOVE = 30;

/**
 * Log groups → log processor → Firehose → Parquet files in S3, a folder for each day → Glue table → Athena. Queries of the view `logs`
 * see each event once.
 */
export class LogLake extends Construct {
  readonly pipeline: LogPipeline;
  readonly bucket: Bucket;
  readonly deliveryStream: CfnDeliveryStream;
  /** Name of the database. */
  readonly database: string;
  /** Name of the workgroup. */
  readonly workgroup: string;

  /** @throws ConstructError when the columns or the days are not usable */
  constructor(scope: Construct, id: string, props: LogLakeProps) {
    super(scope, id);
    const contract = this.#contract(props.columns);
    const { channels = [] } = props;
    this.database = props.database ?? "cumulog_logs";
    this.workgroup = this.database.replaceAll("_", "-");
    this.bucket = this.#bucket(props);
    const tables = this.#tables(contract);
    const { bucket, database } = this;
    this.deliveryStream = lakeDeliveryStream(this, { bucket, database, tables });
    const { queryLimitGb = 10 } = props;
    lakeWorkgroup(this, { name: this.workgroup, bucket, database, queryLimitGb, tables });
    this.pipeline =
      props.pipeline ?? new LogPipeline(this, "Pipeline", { logGroups: [], configuration: {}, channels });
    this.pipeline.addDestination(
      {
        type: "lake",
        name: DESTINATION,
        deliveryStream: this.deliveryStream.ref,
        ...(props.columns !== undefined && { columns: props.columns }),
      },
      props.logGroups,
    );
    this.pipeline.processor.allow(["firehose:PutRecordBatch"], [this.deliveryStream.attrArn]);
    this.#watch(channels);
  }

  #contract(columns: DeclaredColumns | undefined): Contract {
    try {
      return contractWith(columns);
    } catch (cause) {
      throw new ConstructError(this, (cause as Error).message, { cause });
    }
  }

  #bucket({ retentionDays, infrequentAccessAfterDays = 90, keepWhenRemoved = true }: LogLakeProps): Bucket {
    if (infrequentAccessAfterDays < LEAST_DAYS_BEFORE_MOVE)
      throw new ConstructError(
        this,
        `infrequentAccessAfterDays is ${infrequentAccessAfterDays}: expected ${LEAST_DAYS_BEFORE_MOVE} or more`,
      );
    const expires = retentionDays !== undefined && { expiration: Duration.days(retentionDays) };
    const moves = retentionDays === undefined || retentionDays > infrequentAccessAfterDays;
    const bucket = new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: keepWhenRemoved ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          id: "events",
          prefix: "logs/",
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          ...expires,
          ...(moves && {
            transitions: [
              {
                storageClass: StorageClass.INFREQUENT_ACCESS,
                transitionAfter: Duration.days(infrequentAccessAfterDays),
              },
            ],
          }),
        },
        { id: "results", prefix: "results/", expiration: Duration.days(RESULTS_DAYS) },
        { id: "errors", prefix: "errors/", expiration: Duration.days(90) },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "Who reads the lake is told by CloudTrail; a log of accesses would be as large as the lake.",
    });
    return bucket;
  }

  #tables(contract: Contract): readonly Construct[] {
    const database = new CfnDatabase(this, "Database", {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: this.database, description: "Logs as rows" },
    });
    const location = `s3://${this.bucket.bucketName}/logs/`;
    const table = logsTable(this, { database: this.database, location, contract });
    const view = logsView(this, { database: this.database, contract });
    table.addResourceDependency(database);
    view.addResourceDependency(table);
    return [database, table, view];
  }

  #watch(channels: readonly AlarmReceiver[]): void {
    const undelivered = this.pipeline.undeliveredAlarm(this, "UndeliveredAlarm", {
      destination: DESTINATION,
      place: "the lake",
    });
    const stuck = new Alarm(this, "DeliveryAlarm", {
      metric: new Metric({
        namespace: "AWS/Firehose",
        metricName: "DeliveryToS3.DataFreshness",
        dimensionsMap: { DeliveryStreamName: this.deliveryStream.ref },
        statistic: "Maximum",
        period: Duration.minutes(5),
      }),
      threshold: DELIVERY_INTERVAL_SECONDS * 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.node.path}: Firehose is behind with writing to the lake`,
    });
    for (const alarm of [undelivered, stuck]) for (const channel of channels) channel.notify(alarm);
  }
}
