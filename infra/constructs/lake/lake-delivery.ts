import { Aws, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Effect, Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { LogGroup, LogStream, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { arnOf } from "../arn.ts";

/** Firehose writes a file when it has so much, or after so long. Conversion asks for 64 MB at least. */
export const DELIVERY_INTERVAL_SECONDS = 300;

interface LakeDeliveryOptions {
  readonly bucket: Bucket;
  readonly database: string;
  /** What must be there before the stream is. */
  readonly tables: readonly Construct[];
}

/**
 * Firehose that turns rows into Parquet by the table's schema, and writes them into a folder for each day.
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
 */
export function lakeDeliveryStream(
  scope: Construct,
  { bucket, database, tables }: LakeDeliveryOptions,
): CfnDeliveryStream {
  const logGroup = new LogGroup(scope, "DeliveryLog", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const logStream = new LogStream(scope, "DeliveryLogStream", {
    logGroup,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, "DeliveryRole", {
    assumedBy: new ServicePrincipal("firehose.amazonaws.com"),
  });
  const policy = deliveryPolicy(scope, { bucket, database, role, logGroup, logStream });
  const stream = new CfnDeliveryStream(scope, "DeliveryStream", {
    deliveryStreamType: "DirectPut",
    deliveryStreamEncryptionConfigurationInput: { keyType: "AWS_OWNED_CMK" },
    extendedS3DestinationConfiguration: {
      bucketArn: bucket.bucketArn,
      roleArn: role.roleArn,
      bufferingHints: { sizeInMBs: 128, intervalInSeconds: DELIVERY_INTERVAL_SECONDS },
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
          databaseName: database,
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
  stream.node.addDependency(policy, ...tables);
  return stream;
}

interface DeliveryPolicyOptions {
  readonly bucket: Bucket;
  readonly database: string;
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly logStream: LogStream;
}

function deliveryPolicy(
  scope: Construct,
  { bucket, database, role, logGroup, logStream }: DeliveryPolicyOptions,
): Policy {
  const policy = new Policy(scope, "DeliveryPolicy", {
    roles: [role],
    statements: [
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ["s3:AbortMultipartUpload", "s3:PutObject"],
        resources: [bucket.arnForObjects("logs/*"), bucket.arnForObjects("errors/*")],
      }),
      new PolicyStatement({
        actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        resources: [bucket.bucketArn],
      }),
      new PolicyStatement({
        actions: ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
        resources: ["catalog", `database/${database}`, `table/${database}/logs_raw`].map((resource) =>
          arnOf("glue", resource),
        ),
      }),
      new PolicyStatement({
        actions: ["logs:PutLogEvents"],
        resources: [`${logGroup.logGroupArn}:log-stream:${logStream.logStreamName}`],
      }),
    ],
  });
  const bucketId = Stack.of(scope).getLogicalId(bucket.node.defaultChild as never);
  for (const prefix of ["logs", "errors"])
    Validations.of(policy).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${prefix}/*]`,
      reason: "Files are made as events come.",
    });
  return policy;
}
