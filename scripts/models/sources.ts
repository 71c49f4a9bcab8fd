import type { ProtoMessage, ProtoMethod } from "../../local/kernel/google/proto/proto-model.ts";

/** Where the model of a service comes from. */
export interface ModelSource {
  /** SDK package with the schemas. */
  readonly sdk: string;
  /** Folder of the service in botocore's data. */
  readonly botocore: string;
  /** XML namespace that the SDK does not know any more. */
  readonly namespace?: string;
}

/** The services with a model, by their folder under `local/services`. */
export const MODELS: Readonly<Record<string, ModelSource>> = {
  "api-gateway": {
    sdk: "@aws-sdk/client-apigatewayv2",
    botocore: "apigatewayv2",
  },
  athena: {
    sdk: "@aws-sdk/client-athena",
    botocore: "athena",
  },
  "cloud-control": {
    sdk: "@aws-sdk/client-cloudcontrol",
    botocore: "cloudcontrol",
  },
  cloudformation: {
    sdk: "@aws-sdk/client-cloudformation",
    botocore: "cloudformation",
  },
  cloudwatch: {
    sdk: "@aws-sdk/client-cloudwatch",
    botocore: "cloudwatch",
  },
  events: {
    sdk: "@aws-sdk/client-eventbridge",
    botocore: "events",
  },
  firehose: {
    sdk: "@aws-sdk/client-firehose",
    botocore: "firehose",
  },
  glue: {
    sdk: "@aws-sdk/client-glue",
    botocore: "glue",
  },
  kinesis: {
    sdk: "@aws-sdk/client-kinesis",
    botocore: "kinesis",
  },
  iam: {
    sdk: "@aws-sdk/client-iam",
    botocore: "iam",
  },
  lambda: {
    sdk: "@aws-sdk/client-lambda",
    botocore: "lambda",
  },
  logs: {
    sdk: "@aws-sdk/client-cloudwatch-logs",
    botocore: "logs",
  },
  s3: {
    sdk: "@aws-sdk/client-s3",
    botocore: "s3",
    namespace: "http://s3.amazonaws.com/doc/2006-03-01/",
  },
  "secrets-manager": {
    sdk: "@aws-sdk/client-secrets-manager",
    botocore: "secretsmanager",
  },
  ses: {
    sdk: "@aws-sdk/client-sesv2",
    botocore: "sesv2",
  },
  sns: {
    sdk: "@aws-sdk/client-sns",
    botocore: "sns",
  },
  sqs: {
    sdk: "@aws-sdk/client-sqs",
    botocore: "sqs",
    namespace: "http://queue.amazonaws.com/doc/2012-11-05/",
  },
  ssm: {
    sdk: "@aws-sdk/client-ssm",
    botocore: "ssm",
  },
  sts: {
    sdk: "@aws-sdk/client-sts",
    botocore: "sts",
  },
};

/** Where the model of one of Google's APIs comes from. */
export interface ProtoSource {
  /** Client package with the protos in `build/protos/protos.json`, or the package that has the `files`. */
  readonly sdk: string;
  /**
   * Protos that no client package carries, inside the package `sdk`, which nothing but the script needs: its folder is named in
   * `GOOGLE_PROTOS`. @default those of the client package
   */
  readonly files?: readonly string[];
  /** Full names of the services. */
  readonly services: readonly string[];
  /** Types that are needed besides those of the methods, such as those of errors' details. @default none */
  readonly types?: readonly string[];
  /** Fields that the API still takes and that its protos do not have any more, by message. @default none */
  readonly fields?: Readonly<Record<string, ProtoMessage["fields"]>>;
  /** How methods are called whose service's configuration says it instead of the protos. @default as the protos say */
  readonly http?: Readonly<Record<string, ProtoMethod["http"]>>;
}

/** Google's APIs with a model, by their folder under `local/services`. */
export const PROTOS: Readonly<Record<string, ProtoSource>> = {
  "cloud-logging": {
    sdk: "@google-cloud/logging-api",
    services: [
      "google.logging.v2.LoggingServiceV2",
      "google.logging.v2.ConfigServiceV2",
      "google.logging.v2.MetricsServiceV2",
      "google.longrunning.Operations",
    ],
    types: ["google.rpc.Status", "google.logging.v2.WriteLogEntriesPartialErrors"],
    fields: {
      // https://cloud.google.com/logging/docs/reference/v2/rest/v2/entries/list
      "google.logging.v2.ListLogEntriesRequest": { projectIds: [1, "string", { repeated: true }] },
    },
    http: {
      GetOperation: [["GET", "/v2/{name=*/*/locations/*/operations/*}"]],
      ListOperations: [["GET", "/v2/{name=*/*/locations/*}/operations"]],
    },
  },
  "cloud-monitoring": {
    sdk: "@google-cloud/monitoring",
    services: ["AlertPolicyService", "NotificationChannelService", "SnoozeService", "MetricService"].map(
      (name) => `google.monitoring.v3.${name}`,
    ),
    types: ["google.rpc.Status"],
  },
  "error-reporting": {
    sdk: "google-proto-files",
    files: ["error_group_service", "error_stats_service", "report_errors_service"].map(
      (name) => `google/devtools/clouderrorreporting/v1beta1/${name}.proto`,
    ),
    services: ["ErrorGroupService", "ErrorStatsService", "ReportErrorsService"].map(
      (name) => `google.devtools.clouderrorreporting.v1beta1.${name}`,
    ),
  },
};
