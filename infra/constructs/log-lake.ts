import { Aws, Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { CfnDatabase } from "aws-cdk-lib/aws-glue";
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { type ILogGroup, LogGroup, LogStream, RetentionDays } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption, StorageClass } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import {
  type Contract,
  contractWith,
  type DeclaredColumns,
  namedQueries,
  renderQuery,
} from "cumulog/analysis";
import type { AlarmReceiver } from "./alarm-receiver.ts";
import { ConstructError } from "./construct-error.ts";
import { logsTable, logsView } from "./lake-tables.ts";
import { LogPipeline } from "./log-pipeline.ts";

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
/** Firehose writes a file when it has so much, or after so long. Conversion asks for 64 MB at least. */
const BUFFER = { sizeInMBs: 128, intervalInSeconds: 300 };
const RESULTS_DAYS = 7;
const GIGABYTE = 1024 ** 3;

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

  /** @throws ConstructError when the columns are not usable */
  constructor(scope: Construct, id: string, props: LogLakeProps) {
    super(scope, id);
    const contract = this.#contract(props.columns);
    const { channels = [] } = props;
    this.database = props.database ?? "cumulog_logs";
    this.workgroup = this.database.replaceAll("_", "-");
    this.bucket = this.#bucket(props);
    const tables = this.#tables(contract);
    this.deliveryStream = this.#deliveryStream(tables);
    this.#athena(props.queryLimitGb ?? 10, tables);
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

  #tables(contract: Contract): { readonly table: Construct; readonly all: readonly Construct[] } {
    const database = new CfnDatabase(this, "Database", {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: this.database, description: "Logs as rows" },
    });
    const location = `s3://${this.bucket.bucketName}/logs/`;
    const table = logsTable(this, { database: this.database, location, contract });
    const view = logsView(this, { database: this.database, contract });
    table.addResourceDependency(database);
    view.addResourceDependency(table);
    return { table, all: [database, table, view] };
  }

  #deliveryStream({ all }: { readonly all: readonly Construct[] }): CfnDeliveryStream {
    const logGroup = new LogGroup(this, "DeliveryLog", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logStream = new LogStream(this, "DeliveryLogStream", {
      logGroup,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "DeliveryRole", {
      assumedBy: new ServicePrincipal("firehose.amazonaws.com"),
    });
    const policy = this.#deliveryPolicy(role, logGroup, logStream);
    const stream = new CfnDeliveryStream(this, "DeliveryStream", {
      deliveryStreamType: "DirectPut",
      deliveryStreamEncryptionConfigurationInput: { keyType: "AWS_OWNED_CMK" },
      extendedS3DestinationConfiguration: {
        bucketArn: this.bucket.bucketArn,
        roleArn: role.roleArn,
        bufferingHints: BUFFER,
        compressionFormat: "UNCOMPRESSED",
        prefix: "logs/day=!{partitionKeyFromQuery:day}/",
        errorOutputPrefix: "errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/",
        dynamicPartitioningConfiguration: { enabled: true, retryOptions: { durationInSeconds: 300 } },
        processingConfiguration: {
          enabled: true,
          processors: [
            // Many rows come in one record: records are billed in steps of 5 KB.
            {
              type: "RecordDeAggregation",
              parameters: [{ parameterName: "SubRecordType", parameterValue: "JSON" }],
            },
            {
              type: "MetadataExtraction",
              parameters: [
                { parameterName: "MetadataExtractionQuery", parameterValue: "{day:.day}" },
                { parameterName: "JsonParsingEngine", parameterValue: "JQ-1.6" },
              ],
            },
          ],
        },
        dataFormatConversionConfiguration: {
          enabled: true,
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: {} } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: "GZIP" } } },
          schemaConfiguration: {
            catalogId: Aws.ACCOUNT_ID,
            region: Aws.REGION,
            roleArn: role.roleArn,
            databaseName: this.database,
            tableName: "logs_raw",
            versionId: "LATEST",
          },
        },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: logGroup.logGroupName,
          logStreamName: logStream.logStreamName,
        },
      },
    });
    stream.node.addDependency(policy, ...all);
    return stream;
  }

  #deliveryPolicy(role: Role, logGroup: LogGroup, logStream: LogStream): Policy {
    const glue = `arn:${Aws.PARTITION}:glue:${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    const policy = new Policy(this, "DeliveryPolicy", {
      roles: [role],
      statements: [
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
          resources: [this.bucket.arnForObjects("logs/*"), this.bucket.arnForObjects("errors/*")],
        }),
        new PolicyStatement({
          actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
          resources: [this.bucket.bucketArn],
        }),
        new PolicyStatement({
          actions: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
          resources: [
            `${glue}:catalog`,
            `${glue}:database/${this.database}`,
            `${glue}:table/${this.database}/logs_raw`,
          ],
        }),
        new PolicyStatement({
          actions: ["logs:PutLogEvents"],
          resources: [`${logGroup.logGroupArn}:log-stream:${logStream.logStreamName}`],
        }),
      ],
    });
    const bucket = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as never);
    for (const prefix of ["logs", "errors"])
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${prefix}/*]`,
        reason: "Files are made as events come.",
      });
    return policy;
  }

  #athena(limitGb: number, { all }: { readonly all: readonly Construct[] }): void {
    const workgroup = new CfnWorkGroup(this, "Workgroup", {
      name: this.workgroup,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: Math.round(limitGb * GIGABYTE),
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        resultConfiguration: {
          outputLocation: `s3://${this.bucket.bucketName}/results/`,
          encryptionConfiguration: { encryptionOption: "SSE_S3" },
        },
      },
    });
    for (const query of namedQueries()) {
      // What must be given is a question mark: Athena asks for it when the query is run.
      const missing = query.parameters.filter((parameter) => parameter.default === undefined);
      const parameters = Object.fromEntries(
        missing.map(({ name, kind }) => [name, kind === "time" ? "0" : MARK]),
      );
      const named = new CfnNamedQuery(this, `Query-${query.name}`, {
        name: query.name,
        description: query.title,
        database: this.database,
        workGroup: this.workgroup,
        queryString: renderQuery(query, { dialect: "athena", parameters }).replaceAll(`'${MARK}'`, "?"),
      });
      named.addResourceDependency(workgroup);
      for (const part of all) named.node.addDependency(part);
    }
  }

  #watch(channels: readonly AlarmReceiver[]): void {
    const undelivered = new Alarm(this, "UndeliveredAlarm", {
      metric: this.pipeline.metricUndelivered(DESTINATION),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.node.path}: events did not reach the lake; they are in the dead-letter queue`,
    });
    const stuck = new Alarm(this, "DeliveryAlarm", {
      metric: new Metric({
        namespace: "AWS/Firehose",
        metricName: "DeliveryToS3.DataFreshness",
        dimensionsMap: { DeliveryStreamName: this.deliveryStream.ref },
        statistic: "Maximum",
        period: Duration.minutes(5),
      }),
      threshold: BUFFER.intervalInSeconds * 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${this.node.path}: Firehose is behind with writing to the lake`,
    });
    for (const alarm of [undelivered, stuck]) for (const channel of channels) channel.notify(alarm);
  }
}

const MARK = "\u0000";
